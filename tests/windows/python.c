/* Stands for python.exe in try_igot_cmd.sh: writes its arguments to %SAYS%, a line each in UTF-8, and ends as it is told:
   with --run by %RUN_CODE%, or 103 while %READY% is not there; as the set-up by %SETUP_CODE%, after making %READY%. */
#include <io.h>
#include <stdio.h>
#include <stdlib.h>
#include <windows.h>

static int number(const wchar_t *name) {
    const wchar_t *text = _wgetenv(name);
    return text ? _wtoi(text) : 0;
}

int wmain(int count, wchar_t **words) {
    FILE *said = _wfopen(_wgetenv(L"SAYS"), L"ab");
    int run = 0, probe = 0;
    for (int place = 1; place < count; place++) {
        char line[4096];
        WideCharToMultiByte(CP_UTF8, 0, words[place], -1, line, sizeof line, NULL, NULL);
        fprintf(said, "[%s]", line);
        run |= !wcscmp(words[place], L"--run");
        probe |= !wcscmp(words[place], L"-c");
    }
    fputs("\n", said);
    fclose(said);
    if (probe) return 0;
    if (run) return _waccess(_wgetenv(L"READY"), 0) ? 103 : number(L"RUN_CODE");
    if (!number(L"SETUP_CODE") && !_wgetenv(L"NEVER_READY")) fclose(_wfopen(_wgetenv(L"READY"), L"wb"));
    return number(L"SETUP_CODE");
}
