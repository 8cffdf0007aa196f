# Makes the bundle for Windows from a fresh checkout, into dist\: the folder, .zip, and the installer where NSIS is.
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

$compiler = Get-Command makensis -ErrorAction SilentlyContinue
if (-not $compiler) { $compiler = Get-Item "${env:ProgramFiles(x86)}\NSIS\makensis.exe" -ErrorAction SilentlyContinue }
if ($compiler) {
    $folder = (Resolve-Path "dist\$name").Path
    $target = Join-Path (Resolve-Path dist).Path "$name-setup.exe"
    & $compiler /WX /V2 /INPUTCHARSET UTF8 "/DVERSION=$version" "/DFOLDER=$folder" "/DTARGET=$target" bundle\windows\reportdesk.nsi; Check
} else {
    Write-Output "NSIS is not here: no installer"
}
Get-ChildItem dist\*.zip, dist\*.exe | ForEach-Object { (Get-FileHash $_ -Algorithm SHA256).Hash.ToLower() + "  " + $_.Name } |
    Set-Content -Encoding ascii dist\SHA256SUMS-windows
