; Setup for Windows: for one user, without administrator rights, in Polish and English. In silence with /S.
;   /S                     no windows; keeps the choices of the installation before (else: desktop shortcut, no opening of XML files)
;   /OTWIERANIE            offers the program for XML files too, as its box in the wizard does
;   /D=FOLDER              another folder (last, without quotes)
;   uninstall.exe /S       keeps the user's data;  uninstall.exe /S /USUN-DANE  removes them too
; Exit status 4: the program is running and does not close.
; Defined by whoever runs makensis: SOURCE_DIR, OUT_FILE, VERSION, VERSION4, and SIGN (a command for one file) where there is a certificate.
Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
SetCompressorDictSize 64 ; the two programs carry the same archive of modules: a dictionary that spans both stores it once

!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include Sections.nsh
!include WinVer.nsh

!define TITLE "Konwerter KSeF"
!define EXE "Konwerter KSeF.exe"
!define CLI "konwerter-ksef.exe"
!define PROGID "KonwerterKSeF.Faktura"
!define CLASSES "Software\Classes"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\KonwerterKSeF"
!define RUNNING_STATUS 4
!define CLOSING_SECONDS 20

Name "${TITLE}"
OutFile "${OUT_FILE}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\${TITLE}"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
BrandingText "${TITLE} ${VERSION}"
ShowInstDetails nevershow
ShowUninstDetails nevershow

!ifdef SIGN
  !finalize '${SIGN} "%1"'
  !uninstfinalize '${SIGN} "%1"'
!endif

VIProductVersion "${VERSION4}"
VIFileVersion "${VERSION4}"
!macro VersionText LANGUAGE DESCRIPTION
  VIAddVersionKey /LANG=${LANGUAGE} ProductName "${TITLE}"
  VIAddVersionKey /LANG=${LANGUAGE} ProductVersion "${VERSION}"
  VIAddVersionKey /LANG=${LANGUAGE} FileVersion "${VERSION}"
  VIAddVersionKey /LANG=${LANGUAGE} FileDescription "${DESCRIPTION}"
  VIAddVersionKey /LANG=${LANGUAGE} CompanyName "${TITLE}"
  VIAddVersionKey /LANG=${LANGUAGE} LegalCopyright "MIT"
!macroend
!insertmacro VersionText 1045 "Instalator programu ${TITLE}"
!insertmacro VersionText 1033 "${TITLE} setup"

!define MUI_ICON "app.ico"
!define MUI_UNICON "app.ico"
!define MUI_WELCOMEFINISHPAGE_BITMAP "panel.bmp"
!define MUI_ABORTWARNING
!define MUI_COMPONENTSPAGE_SMALLDESC
!define MUI_FINISHPAGE_RUN "$INSTDIR\${EXE}"
!define MUI_WELCOMEPAGE_TEXT "$(WELCOME)"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_COMPONENTS
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Polish"
!insertmacro MUI_LANGUAGE "English"

LangString WELCOME ${LANG_POLISH} "Program zainstaluje się tylko dla Ciebie; uprawnienia administratora nie są potrzebne.$\r$\n$\r$\nArchiwa, reguły i ustawienia wcześniejszej wersji zostaną."
LangString WELCOME ${LANG_ENGLISH} "The program is installed for you only; administrator rights are not needed.$\r$\n$\r$\nArchives, rules and settings of an earlier version stay."
LangString OLD_WINDOWS ${LANG_POLISH} "Program działa w systemie Windows 10 i nowszych."
LangString OLD_WINDOWS ${LANG_ENGLISH} "The program needs Windows 10 or newer."
LangString RUNNING ${LANG_POLISH} "Program jest otwarty. Zamknąć go i kontynuować?$\n$\nRozpoczęte pobieranie zostanie przerwane; nic nie przepada, następne pobieranie je dokończy."
LangString RUNNING ${LANG_ENGLISH} "The program is open. Close it and go on?$\n$\nA download under way will be interrupted; nothing is lost, the next one completes it."
LangString STILL_RUNNING ${LANG_POLISH} "Program nadal działa (może czeka na odpowiedź w swoim oknie albo pracuje w Harmonogramie zadań). Zamknij go i wybierz „Ponów”."
LangString STILL_RUNNING ${LANG_ENGLISH} "The program is still running (it may wait for an answer in its window, or work in the Task Scheduler). Close it and choose $\"Retry$\"."
LangString PROGRAM ${LANG_POLISH} "Program"
LangString PROGRAM ${LANG_ENGLISH} "Program"
LangString PROGRAM_TEXT ${LANG_POLISH} "Program z oknem, program wiersza poleceń i skrót w menu Start."
LangString PROGRAM_TEXT ${LANG_ENGLISH} "The program with its window, the command line program, and a shortcut in the Start menu."
LangString DESKTOP_NAME ${LANG_POLISH} "Skrót na pulpicie"
LangString DESKTOP_NAME ${LANG_ENGLISH} "Desktop shortcut"
LangString DESKTOP_TEXT ${LANG_POLISH} "Ikona programu na pulpicie."
LangString DESKTOP_TEXT ${LANG_ENGLISH} "The program's icon on the desktop."
LangString OPENING ${LANG_POLISH} "Otwieranie faktur XML"
LangString OPENING ${LANG_ENGLISH} "Opening XML invoices"
LangString OPENING_TEXT ${LANG_POLISH} "Dodaje program do „Otwórz za pomocą” przy plikach XML. Tego, co otwiera pliki XML dotąd, nie zmienia."
LangString OPENING_TEXT ${LANG_ENGLISH} "Adds the program to $\"Open with$\" of XML files. What opens them now stays as it is."
LangString INVOICE ${LANG_POLISH} "Faktura z KSeF"
LangString INVOICE ${LANG_ENGLISH} "KSeF invoice"
LangString DATA ${LANG_POLISH} "Usuń także dane programu"
LangString DATA ${LANG_ENGLISH} "Remove the program's data too"
LangString DATA_TEXT ${LANG_POLISH} "Archiwa faktur wszystkich klientów, reguły, ustawienia i dziennik na tym komputerze. Bez zaznaczenia zostają."
LangString DATA_TEXT ${LANG_ENGLISH} "Archives of invoices of all clients, rules, settings and log on this computer. Unless ticked, they stay."
LangString DATA_SURE ${LANG_POLISH} "Archiwa faktur wszystkich klientów, reguły i ustawienia zostaną usunięte z tego komputera. Nie można tego cofnąć.$\n$\nUsunąć dane?"
LangString DATA_SURE ${LANG_ENGLISH} "Archives of invoices of all clients, rules and settings will be removed from this computer. This cannot be undone.$\n$\nRemove the data?"

; Closes the program when it runs: with a question, or in silence politely; gives up with a status where it does not close.
!macro CloseProgram PREFIX
Function ${PREFIX}IsFree ; -> $0: 1 where neither program of the folder runs (a running program cannot be opened for writing)
  StrCpy $0 1
  ${For} $1 1 2
    StrCpy $2 "$INSTDIR\${EXE}"
    ${If} $1 == 2
      StrCpy $2 "$INSTDIR\${CLI}"
    ${EndIf}
    ${If} ${FileExists} "$2"
      ClearErrors
      FileOpen $3 "$2" a
      ${If} ${Errors}
        StrCpy $0 0
      ${Else}
        FileClose $3
      ${EndIf}
    ${EndIf}
  ${Next}
FunctionEnd

Function ${PREFIX}IsFreeWithin ; $5: seconds -> $0
  ${For} $4 1 $5
    Call ${PREFIX}IsFree
    ${If} $0 == 1
      Return
    ${EndIf}
    Sleep 1000
  ${Next}
FunctionEnd

Function ${PREFIX}CloseProgram
  Call ${PREFIX}IsFree
  ${If} $0 == 1
    Return
  ${EndIf}
  MessageBox MB_OKCANCEL|MB_ICONQUESTION "$(RUNNING)" /SD IDOK IDOK close
  SetErrorLevel ${RUNNING_STATUS}
  Quit
  close:
  nsExec::Exec /TIMEOUT=60000 '"$INSTDIR\${CLI}" --quit' ; ends it beside the clock too, and waits until it has ended
  Pop $0
  StrCpy $5 3
  Call ${PREFIX}IsFreeWithin
  ${If} $0 == 1
    Return
  ${EndIf}
  nsExec::Exec 'taskkill /IM "${EXE}"' ; a window on another folder of data; without /F: it is asked to close, as by its cross
  Pop $0
  StrCpy $5 ${CLOSING_SECONDS}
  Call ${PREFIX}IsFreeWithin
  ${If} $0 == 1
    Return
  ${EndIf}
  MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(STILL_RUNNING)" /SD IDCANCEL IDRETRY close
  SetErrorLevel ${RUNNING_STATUS}
  Quit
FunctionEnd
!macroend
!insertmacro CloseProgram ""
!insertmacro CloseProgram "un."

!macro TellExplorer
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)' ; SHCNE_ASSOCCHANGED
!macroend

!macro ForgetOpening
  DeleteRegValue HKCU "${CLASSES}\.xml\OpenWithProgids" "${PROGID}"
  DeleteRegKey /ifempty HKCU "${CLASSES}\.xml\OpenWithProgids"
  DeleteRegKey /ifempty HKCU "${CLASSES}\.xml"
  DeleteRegKey HKCU "${CLASSES}\${PROGID}"
  !insertmacro TellExplorer
!macroend

Section "!$(PROGRAM)" SEC_PROGRAM
  SectionIn RO
  Call CloseProgram
  RMDir /r "$INSTDIR\_internal" ; no file of an older version may stay
  SetOutPath "$INSTDIR"
  File /r "${SOURCE_DIR}/*.*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\${TITLE}.lnk" "$INSTDIR\${EXE}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${TITLE}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\${EXE}"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "${TITLE}"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0
SectionEnd

Section "$(DESKTOP_NAME)" SEC_DESKTOP
  CreateShortcut "$DESKTOP\${TITLE}.lnk" "$INSTDIR\${EXE}"
SectionEnd

Section /o "$(OPENING)" SEC_OPENING
  WriteRegStr HKCU "${CLASSES}\${PROGID}" "" "$(INVOICE)"
  WriteRegStr HKCU "${CLASSES}\${PROGID}" "FriendlyTypeName" "$(INVOICE)"
  WriteRegStr HKCU "${CLASSES}\${PROGID}\DefaultIcon" "" "$INSTDIR\${EXE},0"
  WriteRegStr HKCU "${CLASSES}\${PROGID}\shell\open" "FriendlyAppName" "${TITLE}"
  WriteRegStr HKCU "${CLASSES}\${PROGID}\shell\open\command" "" '"$INSTDIR\${EXE}" --open "%1"'
  WriteRegStr HKCU "${CLASSES}\.xml\OpenWithProgids" "${PROGID}" "" ; offered, not made the default
  !insertmacro TellExplorer
SectionEnd

Section -Unticked ; what was chosen before and is not chosen now goes
  ${IfNot} ${SectionIsSelected} ${SEC_DESKTOP}
    Delete "$DESKTOP\${TITLE}.lnk"
  ${EndIf}
  ${IfNot} ${SectionIsSelected} ${SEC_OPENING}
    !insertmacro ForgetOpening
  ${EndIf}
SectionEnd

!insertmacro MUI_FUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${SEC_PROGRAM} "$(PROGRAM_TEXT)"
  !insertmacro MUI_DESCRIPTION_TEXT ${SEC_DESKTOP} "$(DESKTOP_TEXT)"
  !insertmacro MUI_DESCRIPTION_TEXT ${SEC_OPENING} "$(OPENING_TEXT)"
!insertmacro MUI_FUNCTION_DESCRIPTION_END

Function .onInit
  ${IfNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "$(OLD_WINDOWS)" /SD IDOK
    Abort
  ${EndIf}
  ReadRegStr $0 HKCU "${UNINSTALL}" "DisplayVersion"
  ${If} $0 != "" ; an upgrade keeps the choices
    ${IfNot} ${FileExists} "$DESKTOP\${TITLE}.lnk"
      !insertmacro UnselectSection ${SEC_DESKTOP}
    ${EndIf}
    ReadRegStr $0 HKCU "${CLASSES}\${PROGID}\shell\open\command" ""
    ${If} $0 != ""
      !insertmacro SelectSection ${SEC_OPENING}
    ${EndIf}
  ${EndIf}
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/OTWIERANIE" $1
  ${IfNot} ${Errors}
    !insertmacro SelectSection ${SEC_OPENING}
  ${EndIf}
FunctionEnd

Section "un.$(PROGRAM)" UNSEC_PROGRAM
  SectionIn RO
  Call un.CloseProgram
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\${EXE}"
  Delete "$INSTDIR\${CLI}"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR" ; only when empty: somebody's own files stay
  Delete "$SMPROGRAMS\${TITLE}.lnk"
  Delete "$DESKTOP\${TITLE}.lnk"
  !insertmacro ForgetOpening
  DeleteRegKey HKCU "${UNINSTALL}"
SectionEnd

Section /o "un.$(DATA)" UNSEC_DATA
  MessageBox MB_YESNO|MB_ICONEXCLAMATION|MB_DEFBUTTON2 "$(DATA_SURE)" /SD IDYES IDNO keep
  RMDir /r "$LOCALAPPDATA\${TITLE}"
  keep:
SectionEnd

!insertmacro MUI_UNFUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${UNSEC_PROGRAM} "$(PROGRAM_TEXT)"
  !insertmacro MUI_DESCRIPTION_TEXT ${UNSEC_DATA} "$(DATA_TEXT)"
!insertmacro MUI_UNFUNCTION_DESCRIPTION_END

Function un.onInit
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/USUN-DANE" $1
  ${IfNot} ${Errors}
    !insertmacro SelectSection ${UNSEC_DATA}
  ${EndIf}
FunctionEnd
