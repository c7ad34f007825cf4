@echo off
rem Runs the iGOT registration helper; on first use it sets up .venv beside itself (automation\bootstrap.py).
rem Exit codes are the program's own; 4 if it could not be set up. IGOT_PYTHON may name the Python to set up with.
setlocal EnableExtensions DisableDelayedExpansion
set "helper_root=%~dp0"
set "helper_venv=%~dp0.venv\Scripts\python.exe"
set "helper_folder="
set "helper_again="
if not exist "%helper_venv%" goto setup
fc /b "%helper_root%requirements.txt" "%helper_root%.venv\igot-stamp.txt" >nul 2>&1
if errorlevel 1 goto setup
if exist "%helper_root%.venv\igot-folder.txt" set /p helper_folder=<"%helper_root%.venv\igot-folder.txt"
if /i not "%helper_folder%\"=="%helper_root%" goto setup

:run
"%helper_venv%" -I -X utf8 -m automation %*
if not %errorlevel% == 103 exit /b %errorlevel%
rem 103: the Python that .venv was made with is gone; set up again, once.
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
