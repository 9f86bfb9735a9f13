// The native menu as a template: a pure function of the platform and of what the items do.
// It must offer the developer tools only in an unpackaged Bursar.
import type { MenuItemConstructorOptions } from 'electron'
import type { ThemeChoice } from './theme.ts'

export interface MenuOptions {
  platform: NodeJS.Platform
  packaged: boolean
  theme: ThemeChoice
  chooseTheme: (choice: ThemeChoice) => void
  /** Whether native notifications are wanted on this machine. */
  notices: boolean
  wantNotices: (wanted: boolean) => void
  openLink: (url: string) => void
  showWindow: () => void
}

const separator: MenuItemConstructorOptions = { type: 'separator' }
const role = (name: NonNullable<MenuItemConstructorOptions['role']>): MenuItemConstructorOptions => ({
  role: name,
})

/** Electron would say the package's name, "bursar". */
const named = (name: 'about' | 'hide' | 'quit', label: string): MenuItemConstructorOptions => ({
  role: name,
  label: `${label} Bursar`,
})

function appMenu(): MenuItemConstructorOptions {
  const hiding = [named('hide', 'Hide'), role('hideOthers'), role('unhide')]
  const first = [named('about', 'About'), separator, role('services'), separator]
  return { label: 'Bursar', submenu: [...first, ...hiding, separator, named('quit', 'Quit')] }
}

function fileMenu(options: MenuOptions): MenuItemConstructorOptions {
  const open: MenuItemConstructorOptions = {
    label: 'Show Bursar',
    accelerator: 'CmdOrCtrl+Shift+N',
    click: options.showWindow,
  }
  const end = options.platform === 'darwin' ? [role('close')] : [role('close'), separator, role('quit')]
  return { label: '&File', submenu: [open, separator, ...end] }
}

function editMenu(): MenuItemConstructorOptions {
  const undo = [role('undo'), role('redo'), separator]
  const clipboard = [role('cut'), role('copy'), role('paste'), role('pasteAndMatchStyle'), role('delete')]
  return { label: '&Edit', submenu: [...undo, ...clipboard, separator, role('selectAll')] }
}

function viewMenu(options: MenuOptions): MenuItemConstructorOptions {
  const choices: [ThemeChoice, string][] = [
    ['system', 'Like the system'],
    ['light', 'Light'],
    ['dark', 'Dark'],
  ]
  const theme: MenuItemConstructorOptions = {
    label: 'Theme',
    submenu: choices.map(([choice, label]) => ({
      id: `theme-${choice}`,
      label,
      type: 'radio',
      checked: choice === options.theme,
      click: () => options.chooseTheme(choice),
    })),
  }
  const notices: MenuItemConstructorOptions = {
    id: 'notices',
    label: 'Notifications',
    type: 'checkbox',
    checked: options.notices,
    click: () => options.wantNotices(!options.notices),
  }
  const zoom = [role('resetZoom'), role('zoomIn'), role('zoomOut')]
  const developer = options.packaged ? [] : [separator, role('reload'), role('toggleDevTools')]
  return {
    label: '&View',
    submenu: [theme, notices, separator, ...zoom, separator, role('togglefullscreen'), ...developer],
  }
}

function windowMenu(options: MenuOptions): MenuItemConstructorOptions {
  const mac = options.platform === 'darwin' ? [separator, role('front')] : []
  return { label: '&Window', role: 'window', submenu: [role('minimize'), role('zoom'), ...mac] }
}

function helpMenu(options: MenuOptions): MenuItemConstructorOptions {
  const link = (label: string, url: string): MenuItemConstructorOptions => ({
    label,
    click: () => options.openLink(url),
  })
  const links = [
    link('Stripe Dashboard', 'https://dashboard.stripe.com/'),
    link('How Refunds Work at Stripe', 'https://docs.stripe.com/refunds'),
    link('Stripe Support', 'https://support.stripe.com/'),
  ]
  const about = options.platform === 'darwin' ? [] : [separator, named('about', 'About')]
  return { label: '&Help', role: 'help', submenu: [...links, ...about] }
}

export function menuTemplate(options: MenuOptions): MenuItemConstructorOptions[] {
  const first = options.platform === 'darwin' ? [appMenu()] : []
  return [...first, fileMenu(options), editMenu(), viewMenu(options), windowMenu(options), helpMenu(options)]
}
