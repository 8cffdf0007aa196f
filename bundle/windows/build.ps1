# Makes the bundle for Windows from a fresh checkout, into dist\: the folder, .zip, and the installer where Inno Setup is.
#   powershell -File bundle\windows\build.ps1 [-Python python]
param([string]$Python = "python")
$ErrorActionPreference = "Stop"
Set-Location (Join-Path $PSScriptRoot "..\..")
function Check { if ($LASTEXITCODE) { exit $LASTEXITCODE } }
$version = (Select-String -Path src\reportdesk\version.py -Pattern '^VERSION = "(.*)"$').Matches[0].Groups[1].Value
$work = "dist\work"
$name = "reportdesk-$version-windows-x64"
Remove-Item -Recurse -Force -ErrorAction SilentlyContinue "$work\site", "$work\build", "$work\reportdesk", "dist\$name"

& $Python -m venv "$work\site"; Check
$site = "$work\site\Scripts\python.exe"
& $site -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes -r bundle\requirements.lock; Check

& $site -m PyInstaller bundle\reportdesk.spec --noconfirm --log-level WARN --workpath "$work\build" --distpath $work; Check
Copy-Item LICENSE "$work\reportdesk"
Copy-Item "bundle\windows\说明.txt", "bundle\windows\建立桌面快捷方式.cmd" "$work\reportdesk"
& $site bundle\licences.py "$work\build\reportdesk" "$work\reportdesk"; Check
Move-Item "$work\reportdesk" "dist\$name"
Compress-Archive -Path "dist\$name" -DestinationPath "dist\$name.zip" -Force

$compiler = Get-Command iscc -ErrorAction SilentlyContinue
if (-not $compiler) { $compiler = Get-Item "${env:ProgramFiles(x86)}\Inno Setup 6\ISCC.exe" -ErrorAction SilentlyContinue }
if ($compiler) {
    & $compiler "/DVersion=$version" "/DFolder=..\..\dist\$name" "/O..\..\dist" bundle\windows\reportdesk.iss; Check
} else {
    Write-Output "Inno Setup is not here: no installer"
}
Get-ChildItem dist\*.zip, dist\*.exe | ForEach-Object { (Get-FileHash $_ -Algorithm SHA256).Hash.ToLower() + "  " + $_.Name } |
    Set-Content -Encoding ascii dist\SHA256SUMS-windows
