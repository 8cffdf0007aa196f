; An installer for the current user, without administrator's rights (Inno Setup 6):
;   iscc /DVersion=0.1.0 /DFolder=..\..\dist\reportdesk-0.1.0-windows-x64 bundle\windows\reportdesk.iss

[Setup]
AppId={{7C2E6E0B-5B0F-4E6C-9C3C-6E0A2B7F4D15}
AppName=年报填报
AppVersion={#Version}
AppPublisher=ReportDesk
DefaultDirName={localappdata}\Programs\ReportDesk
DefaultGroupName=年报填报
PrivilegesRequired=lowest
DisableProgramGroupPage=yes
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
OutputBaseFilename=reportdesk-{#Version}-windows-x64-setup
SetupIconFile=..\..\resources\icons\reportdesk.ico
UninstallDisplayIcon={app}\ReportDesk.exe
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern
ChangesAssociations=yes
CloseApplications=yes

; Inno Setup ships no Chinese texts: these replace what a clerk reads on its pages.
[Languages]
Name: "zh"; MessagesFile: "compiler:Default.isl"

[LangOptions]
LanguageName=中文
LanguageID=$0804
LanguageCodePage=65001

[Messages]
SetupAppTitle=安装
SetupWindowTitle=安装 - %1
UninstallAppTitle=卸载
UninstallAppFullTitle=卸载 %1
ButtonBack=< 上一步(&B)
ButtonNext=下一步(&N) >
ButtonInstall=安装(&I)
ButtonOK=确定
ButtonCancel=取消
ButtonYes=是(&Y)
ButtonNo=否(&N)
ButtonFinish=完成(&F)
ButtonBrowse=浏览(&B)…
ButtonWizardBrowse=浏览(&R)…
ClickNext=请单击“下一步”继续，或单击“取消”退出。
WizardSelectDir=选择安装位置
SelectDirDesc=要把 [name] 安装到哪里？
SelectDirLabel3=程序将安装到下面的文件夹，不需要管理员权限。
SelectDirBrowseLabel=单击“下一步”继续。要换一个文件夹，请单击“浏览”。
DiskSpaceGBLabel=至少需要 [gb] GB 的磁盘空间。
DiskSpaceMBLabel=至少需要 [mb] MB 的磁盘空间。
WizardSelectTasks=选择附加任务
SelectTasksDesc=还要做什么？
SelectTasksLabel2=请选择安装 [name] 时要做的附加任务，然后单击“下一步”。
WizardReady=准备安装
ReadyLabel1=现在可以开始安装 [name]。
ReadyLabel2a=单击“安装”开始，要修改设置请单击“上一步”。
ReadyLabel2b=单击“安装”开始。
WizardInstalling=正在安装
InstallingLabel=正在安装 [name]，请稍候。
FinishedHeadingLabel=[name] 安装完成
FinishedLabelNoIcons=[name] 已经安装好。
FinishedLabel=[name] 已经安装好，可从桌面或开始菜单启动。
ClickFinish=单击“完成”退出。
ExitSetupTitle=退出安装
ExitSetupMessage=安装还没有完成。现在退出，程序将不会安装。%n%n确定要退出吗？
ConfirmUninstall=确定要卸载 %1 吗？您的报告文件不会被删除。
UninstalledAll=%1 已经卸载。
UninstallStatusLabel=正在卸载 %1，请稍候。
StatusExtractFiles=正在复制文件…
StatusCreateIcons=正在建立快捷方式…
StatusUninstalling=正在卸载 %1…

[Tasks]
Name: "desktop"; Description: "在桌面建立快捷方式"
Name: "association"; Description: "双击 .rdesk 文件时用年报填报打开"

[InstallDelete]
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "{#Folder}\*"; DestDir: "{app}"; Excludes: "说明.txt,建立桌面快捷方式.cmd"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{userprograms}\年报填报"; Filename: "{app}\ReportDesk.exe"
Name: "{userdesktop}\年报填报"; Filename: "{app}\ReportDesk.exe"; Tasks: desktop

[Registry]
Root: HKCU; Subkey: "Software\Classes\.rdesk"; ValueType: string; ValueData: "ReportDesk.Report"; Flags: uninsdeletevalue; Tasks: association
Root: HKCU; Subkey: "Software\Classes\ReportDesk.Report"; ValueType: string; ValueData: "年报填报文件"; Flags: uninsdeletekey; Tasks: association
Root: HKCU; Subkey: "Software\Classes\ReportDesk.Report\DefaultIcon"; ValueType: string; ValueData: "{app}\ReportDesk.exe,0"; Tasks: association
Root: HKCU; Subkey: "Software\Classes\ReportDesk.Report\shell\open\command"; ValueType: string; ValueData: """{app}\ReportDesk.exe"" ""%1"""; Tasks: association

[Run]
Filename: "{app}\ReportDesk.exe"; Description: "启动年报填报"; Flags: nowait postinstall skipifsilent
