@echo off
rem The launcher where there is no shell, and no alembic-migrate.exe beside it, which would go first: starts the program that
rem `alembic-migrate install` keeps for the user, or the one on the PATH; else this version's, fetched by `uvx`, then by `npx`.
rem A hook takes only what an earlier call fetched.
setlocal
set "version=0.1.0"
set "program=%LOCALAPPDATA%\alembic-migrate\bin\alembic-migrate.exe"
if not exist "%program%" for %%P in (alembic-migrate.exe) do set "program=%%~$PATH:P"
for %%P in (uvx.exe) do set "uvx=%%~$PATH:P"
for %%P in (npx.cmd) do set "npx=%%~$PATH:P"
set "offline="
if "%~1"=="hook" set "offline=--offline"

if not defined program goto uvx
"%program%" %*
exit /b %errorlevel%

:uvx
if not defined uvx goto npx
"%uvx%" -q %offline% "alembic-migrate==%version%" --version >nul 2>&1 <nul
if errorlevel 1 goto npx
"%uvx%" -q %offline% "alembic-migrate==%version%" %*
exit /b %errorlevel%

:npx
if not defined npx goto nothing
call "%npx%" -y %offline% "alembic-migrate@%version%" --version >nul 2>&1 <nul
if errorlevel 1 goto nothing
call "%npx%" -y %offline% "alembic-migrate@%version%" %*
exit /b %errorlevel%

:nothing
if "%~1"=="hook" exit /b 0
echo alembic-migrate: not installed yet: run `pip install alembic-migrate`, or `npm install -g alembic-migrate`, once, then ask again 1>&2
exit /b 2
