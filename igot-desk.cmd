@echo off
rem The helpdesk's page, by a double click: it opens in the browser that is there.
call "%~dp0igot.cmd" desk %*
if errorlevel 1 pause
