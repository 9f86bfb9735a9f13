// The theme: follows the system, or is light or dark by choice, remembered between starts.
import type { NativeTheme } from 'electron'
import { z } from 'zod'
import { readJson, writeJson } from './files.ts'

const themeSchema = z.enum(['system', 'light', 'dark'])
export type ThemeChoice = z.infer<typeof themeSchema>
const fileSchema = z.object({ theme: themeSchema })

export interface Theme {
  choice(): ThemeChoice
  isDark(): boolean
  /** Changes and remembers the choice. */
  choose(choice: ThemeChoice): void
}

/**
 * @param file where the choice is kept
 * @param onChange told whenever light turns to dark or back, by choice or by the system
 */
export function createTheme(
  nativeTheme: Pick<NativeTheme, 'themeSource' | 'shouldUseDarkColors' | 'on'>,
  file: string,
  onChange: (dark: boolean) => void,
): Theme {
  const kept = fileSchema.safeParse(readJson(file))
  if (kept.success) nativeTheme.themeSource = kept.data.theme
  let dark = nativeTheme.shouldUseDarkColors
  nativeTheme.on('updated', () => {
    if (nativeTheme.shouldUseDarkColors === dark) return
    dark = nativeTheme.shouldUseDarkColors
    onChange(dark)
  })
  return {
    choice: () => nativeTheme.themeSource,
    isDark: () => nativeTheme.shouldUseDarkColors,
    choose(choice) {
      nativeTheme.themeSource = choice
      writeJson(file, { theme: choice })
    },
  }
}
