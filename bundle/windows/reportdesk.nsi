; An installer for the current user, without administrator's rights (NSIS 3):
;   makensis -INPUTCHARSET UTF8 -DVERSION=0.1.0 -DFOLDER=path/of/the/folder -DTARGET=path/of/setup.exe reportdesk.nsi
; NSIS has its own Chinese texts, and compiles on Linux too: bundle/tests does so.

Unicode true
ManifestDPIAware true
RequestExecutionLevel user
SetCompressor /SOLID lzma
!include MUI2.nsh
!include x64.nsh
!include WinVer.nsh
!include FileFunc.nsh

!define NAME "年报填报"
!define PROGRAM "ReportDesk.exe"
!define KEPT "Software\Microsoft\Windows\CurrentVersion\Uninstall\ReportDesk"
!define CLASSES "Software\Classes"
!define KIND "ReportDesk.Report"

Name "${NAME}"
OutFile "${TARGET}"
InstallDir "$LOCALAPPDATA\Programs\ReportDesk"
InstallDirRegKey HKCU "${KEPT}" "InstallLocation"
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "FileDescription" "${NAME}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "MIT"

!define MUI_ICON "..\..\resources\icons\reportdesk.ico"
!define MUI_UNICON "..\..\resources\icons\reportdesk.ico"
!define MUI_ABORTWARNING
!define MUI_COMPONENTSPAGE_NODESC
!define MUI_FINISHPAGE_RUN "$INSTDIR\${PROGRAM}"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

Function .onInit
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastBuild} 17763
    MessageBox MB_ICONSTOP "${NAME}需要 64 位的 Windows 10（1809 版）或更新的系统，本机不能安装。" /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
FunctionEnd

; A program that runs cannot be replaced or removed: it is asked to be closed, first.
!macro WAIT_UNTIL_CLOSED
  again:
  IfFileExists "$INSTDIR\${PROGRAM}" 0 closed
  ClearErrors
  FileOpen $0 "$INSTDIR\${PROGRAM}" a
  IfErrors 0 free
    MessageBox MB_ICONEXCLAMATION|MB_RETRYCANCEL "${NAME}正在运行。请先保存报告、关闭程序，再按“重试”。" /SD IDCANCEL IDRETRY again
    SetErrorLevel 2
    Quit
  free:
  FileClose $0
  closed:
!macroend

; Only what this program brought: a clerk may keep files of her own in the folder.
!macro REMOVE_PROGRAM ; never folders of somebody else's, in a place that the clerk chose
  ${If} ${FileExists} "$INSTDIR\${PROGRAM}"
    RMDir /r "$INSTDIR\_internal"
    RMDir /r "$INSTDIR\licences"
  ${EndIf}
  Delete "$INSTDIR\${PROGRAM}"
  Delete "$INSTDIR\reportdesk-command.exe"
  Delete "$INSTDIR\LICENSE"
  Delete "$INSTDIR\THIRD-PARTY.txt"
  Delete "$INSTDIR\uninstall.exe"
!macroend

!macro TELL_EXPLORER ; SHCNE_ASSOCCHANGED
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
!macroend

Section "${NAME}"
  SectionIn RO
  !insertmacro WAIT_UNTIL_CLOSED
  !insertmacro REMOVE_PROGRAM
  SetOutPath "$INSTDIR"
  File /r /x "说明.txt" /x "建立桌面快捷方式.cmd" "${FOLDER}\*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\${PROGRAM}"
  WriteRegStr HKCU "${KEPT}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${KEPT}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEPT}" "DisplayIcon" "$INSTDIR\${PROGRAM}"
  WriteRegStr HKCU "${KEPT}" "Publisher" "ReportDesk"
  WriteRegStr HKCU "${KEPT}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEPT}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${KEPT}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${KEPT}" "NoModify" 1
  WriteRegDWORD HKCU "${KEPT}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  IntFmt $0 "0x%08X" $0
  WriteRegDWORD HKCU "${KEPT}" "EstimatedSize" "$0"
SectionEnd

Section "在桌面建立快捷方式"
  CreateShortcut "$DESKTOP\${NAME}.lnk" "$INSTDIR\${PROGRAM}"
SectionEnd

Section "双击 .rdesk 文件时用${NAME}打开"
  WriteRegStr HKCU "${CLASSES}\.rdesk" "" "${KIND}"
  WriteRegStr HKCU "${CLASSES}\${KIND}" "" "年报填报文件"
  WriteRegStr HKCU "${CLASSES}\${KIND}\DefaultIcon" "" "$INSTDIR\${PROGRAM},0"
  WriteRegStr HKCU "${CLASSES}\${KIND}\shell\open\command" "" '"$INSTDIR\${PROGRAM}" "%1"'
  !insertmacro TELL_EXPLORER
SectionEnd

Section "Uninstall"
  !insertmacro WAIT_UNTIL_CLOSED
  !insertmacro REMOVE_PROGRAM
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  Delete "$DESKTOP\${NAME}.lnk"
  ReadRegStr $0 HKCU "${CLASSES}\.rdesk" ""
  ${If} $0 == "${KIND}"
    DeleteRegValue HKCU "${CLASSES}\.rdesk" ""
    DeleteRegKey /ifempty HKCU "${CLASSES}\.rdesk"
  ${EndIf}
  DeleteRegKey HKCU "${CLASSES}\${KIND}"
  DeleteRegKey HKCU "${KEPT}"
  !insertmacro TELL_EXPLORER
SectionEnd
