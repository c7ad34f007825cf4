@echo off
rem Runs the iGOT registration helper; on first use it sets up .venv beside itself (automation\bootstrap.py).
rem Exit codes are the program's own; 4 if it could not be set up. IGOT_PYTHON may name the Python to set up with.
setlocal EnableExtensions DisableDelayedExpansion
set "helper_root=%~dp0"
set "helper_venv=%~dp0.venv\Scripts\python.exe"
set "helper_again="
if not exist "%helper_venv%" goto setup

:run
"%helper_venv%" -I -X utf8 "%helper_root%automation\bootstrap.py" --run %*
if not %errorlevel% == 103 exit /b %errorlevel%
rem 103: .venv does not fit this folder or requirements.txt, or the Python that it was made with is gone.
if defined helper_again exit /b 4
set "helper_again=yes"

:setup
if defined IGOT_PYTHON goto named
py -3 -c "" >nul 2>&1
if not errorlevel 1 goto launcher
python -c "" >nul 2>&1
if not errorlevel 1 goto plain
echo igot: Python 3.11 or newer is needed and none was found; install it, or name it in IGOT_PYTHON.>&2
exit /b 4

:named
"%IGOT_PYTHON%" -I "%helper_root%automation\bootstrap.py"
goto checked
:launcher
py -3 -I "%helper_root%automation\bootstrap.py"
goto checked
:plain
python -I "%helper_root%automation\bootstrap.py"
:checked
if %errorlevel% == 0 goto run
if %errorlevel% == 130 exit /b 130
exit /b 4
