@echo off
chcp 65001 >nul
rem A shortcut on the desktop of the current user, pointing at this folder.
set "PROGRAM=%~dp0ReportDesk.exe"
powershell -NoProfile -ExecutionPolicy Bypass -Command "$desktop = [Environment]::GetFolderPath('Desktop'); $link = (New-Object -ComObject WScript.Shell).CreateShortcut((Join-Path $desktop 'ReportDesk.lnk')); $link.TargetPath = $env:PROGRAM; $link.WorkingDirectory = (Split-Path $env:PROGRAM); $link.Save(); $named = (Join-Path $desktop ([string][char[]](0x5E74,0x62A5,0x586B,0x62A5) -replace ' ', '')) + '.lnk'; Move-Item -Force (Join-Path $desktop 'ReportDesk.lnk') $named"
