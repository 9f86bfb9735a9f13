// The theme: remembered, and told of only when light really turns to dark.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { createTheme } from '../../../electron/shell/theme.ts'
import { temporaryFolder } from './folder.ts'

function fakeNativeTheme(systemIsDark = false) {
  let heard: () => void = () => undefined
  const fake = {
    themeSource: 'system' as 'system' | 'light' | 'dark',
    get shouldUseDarkColors() {
      return this.themeSource === 'dark' || (this.themeSource === 'system' && systemIsDark)
    },
    on(_event: string, listener: () => void) {
      heard = listener
      return fake as never
    },
    updated: () => heard(),
  }
  return fake
}
const newFile = (): string => join(temporaryFolder(), 'theme.json')

it('a choice is kept for the next start', () => {
  const file = newFile()
  createTheme(fakeNativeTheme(), file, () => undefined).choose('dark')
  const next = createTheme(fakeNativeTheme(), file, () => undefined)
  expect([next.choice(), next.isDark()]).toEqual(['dark', true])
})

it('a garbled file means the system decides', () => {
  const file = newFile()
  writeFileSync(file, '{"theme":"pink"}')
  expect(createTheme(fakeNativeTheme(true), file, () => undefined).choice()).toBe('system')
})

it('a change is told once, and only when it is one', () => {
  const native = fakeNativeTheme()
  const onChange = vi.fn<(dark: boolean) => void>()
  const theme = createTheme(native, newFile(), onChange)
  theme.choose('light')
  native.updated()
  theme.choose('dark')
  native.updated()
  native.updated()
  expect(onChange.mock.calls).toEqual([[true]])
})
