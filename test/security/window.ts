// Opens Bursar's window as the shell does, with the fake in Electron's place. The test file must mock 'electron' itself.
import { createWindows } from '../../electron/shell/windows.ts'
import type { Windows, WindowsOptions } from '../../electron/shell/windows.ts'
import { temporaryFolder } from '../unit/shell/folder.ts'

export function openWindow(changes: Partial<WindowsOptions> = {}): Windows {
  const windows = createWindows({
    origin: 'app://bursar',
    folder: temporaryFolder(),
    preload: '/app/out/preload/preload.cjs',
    icon: '/app/icon.png',
    packaged: true,
    isDark: () => false,
    onMade: () => undefined,
    onCrash: () => undefined,
    ...changes,
  })
  windows.show()
  return windows
}
