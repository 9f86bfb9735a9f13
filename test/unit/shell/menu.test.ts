// The native menu: what it offers on each platform, and what it never offers.
import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import { allowedLink } from '../../../electron/shell/external-links.ts'
import { menuTemplate } from '../../../electron/shell/menu.ts'
import type { MenuOptions } from '../../../electron/shell/menu.ts'

function options(changes: Partial<Pick<MenuOptions, 'platform' | 'packaged' | 'theme'>> = {}) {
  return {
    platform: 'linux' as NodeJS.Platform,
    packaged: true,
    theme: 'system' as const,
    chooseTheme: vi.fn<MenuOptions['chooseTheme']>(),
    notices: true,
    wantNotices: vi.fn<MenuOptions['wantNotices']>(),
    openLink: vi.fn<MenuOptions['openLink']>(),
    showWindow: vi.fn<MenuOptions['showWindow']>(),
    ...changes,
  }
}
function flat(items: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])])
}
const press = (item: MenuItemConstructorOptions): void => {
  const click = item.click as (() => void) | undefined
  click?.()
}
const top = (platform: NodeJS.Platform): unknown[] =>
  menuTemplate(options({ platform })).map((item) => item.label)

describe('the menu', () => {
  it('has the menus that the platform expects', () => {
    expect(top('linux')).toEqual(['&File', '&Edit', '&View', '&Window', '&Help'])
    expect(top('darwin')).toEqual(['Bursar', '&File', '&Edit', '&View', '&Window', '&Help'])
  })

  it('turns notifications off and on', () => {
    const shown = options()
    const [item] = flat(menuTemplate(shown)).filter(({ id }) => id === 'notices')
    expect(item).toMatchObject({ type: 'checkbox', checked: true })
    press(item!)
    expect(shown.wantNotices).toHaveBeenCalledWith(false)
  })

  it('offers quitting exactly once everywhere', () => {
    for (const platform of ['linux', 'win32', 'darwin'] as const) {
      const quits = flat(menuTemplate(options({ platform }))).filter((item) => item.role === 'quit')
      expect(quits.length).toBe(1)
    }
  })

  it('calls the app by its name where Electron would say the name of its package', () => {
    const labels = (platform: NodeJS.Platform): unknown[] =>
      flat(menuTemplate(options({ platform })))
        .filter(
          ({ role }) => role === 'about' || role === 'hide' || (role === 'quit' && platform === 'darwin'),
        )
        .map(({ label }) => label)
    expect(labels('darwin')).toEqual(['About Bursar', 'Hide Bursar', 'Quit Bursar'])
    expect(labels('linux')).toEqual(['About Bursar'])
  })

  it('offers the developer tools and reloading only when unpackaged', () => {
    const roles = (packaged: boolean) => flat(menuTemplate(options({ packaged }))).map((item) => item.role)
    for (const role of ['toggleDevTools', 'reload', 'forceReload'] as const) {
      expect(roles(true)).not.toContain(role)
    }
    expect(roles(false)).toContain('toggleDevTools')
  })

  it('marks the theme in use and changes it', () => {
    const given = options({ theme: 'dark' })
    const radios = flat(menuTemplate(given)).filter((item) => item.type === 'radio')
    expect(radios.filter((item) => item.checked).map((item) => item.id)).toEqual(['theme-dark'])
    radios.forEach(press)
    expect(given.chooseTheme.mock.calls).toEqual([['system'], ['light'], ['dark']])
  })

  it('has only links that may be opened', () => {
    const given = options()
    const items = menuTemplate(given).at(-1)?.submenu as MenuItemConstructorOptions[]
    items.forEach(press)
    expect(given.openLink.mock.calls.length).toBe(3)
    for (const [url] of given.openLink.mock.calls) expect(allowedLink(url)).toBe(url)
  })
})
