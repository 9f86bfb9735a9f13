// The theme: what the operator chose, and what that means on this machine now. The stylesheet follows `data-theme`,
// and without it the system's preference, so that the first paint is right before any script has run.
import { create } from 'zustand'
import { call } from '../bridge/client.ts'

export type ThemeChoice = 'system' | 'light' | 'dark'

export const useTheme = create<{ choice: ThemeChoice; dark: boolean }>(() => ({
  choice: 'system',
  dark: false,
}))

function paint(dark: boolean): void {
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light'
}

/** Takes over what the shell says: at start-up, and whenever the system changes. */
export function adoptTheme(dark: boolean, choice?: ThemeChoice): void {
  paint(dark)
  useTheme.setState(choice === undefined ? { dark } : { dark, choice })
}

/** The operator's choice: painted at once, then told to the shell, which keeps it. */
export async function chooseTheme(choice: ThemeChoice): Promise<void> {
  const dark = choice === 'system' ? matchMedia('(prefers-color-scheme: dark)').matches : choice === 'dark'
  adoptTheme(dark, choice)
  await call('theme.set', { theme: choice })
}
