// Menus as data: nothing is drawn; a test or an accelerator clicks an item by its path of labels.
import { BrowserWindow } from './browser-window.ts'
import type { WireKey } from '../wire.ts'

export type MenuRole =
  | 'about'
  | 'appMenu'
  | 'close'
  | 'copy'
  | 'cut'
  | 'delete'
  | 'editMenu'
  | 'fileMenu'
  | 'forceReload'
  | 'front'
  | 'help'
  | 'hide'
  | 'hideOthers'
  | 'minimize'
  | 'paste'
  | 'pasteAndMatchStyle'
  | 'quit'
  | 'redo'
  | 'reload'
  | 'resetZoom'
  | 'selectAll'
  | 'services'
  | 'toggleDevTools'
  | 'togglefullscreen'
  | 'undo'
  | 'unhide'
  | 'viewMenu'
  | 'window'
  | 'windowMenu'
  | 'zoom'
  | 'zoomIn'
  | 'zoomOut'

export interface KeyboardEvent {
  shiftKey?: boolean
  ctrlKey?: boolean
  altKey?: boolean
  metaKey?: boolean
  triggeredByAccelerator?: boolean
}

export interface MenuItemConstructorOptions {
  label?: string
  sublabel?: string
  toolTip?: string
  role?: MenuRole
  type?: 'normal' | 'separator' | 'submenu' | 'checkbox' | 'radio'
  accelerator?: string
  registerAccelerator?: boolean
  acceleratorWorksWhenHidden?: boolean
  enabled?: boolean
  visible?: boolean
  checked?: boolean
  id?: string
  submenu?: MenuItemConstructorOptions[] | Menu
  click?: (item: MenuItem, window: BrowserWindow | undefined, event: KeyboardEvent) => void
}

/** What the roles do that the double can do; the others belong to the desktop. Filled by the application. */
export const roleActions: Partial<Record<MenuRole, (window: BrowserWindow | null) => void>> = {
  close: (window) => window?.close(),
  minimize: (window) => window?.minimize(),
  zoom: (window) => window?.maximize(),
  reload: (window) => window?.reload(),
  forceReload: (window) => window?.reload(),
  togglefullscreen: (window) => window?.setFullScreen(!window.isFullScreen()),
  resetZoom: (window) => window?.webContents.setZoomFactor(1),
  zoomIn: (window) => window?.webContents.setZoomLevel(window.webContents.getZoomLevel() + 0.5),
  zoomOut: (window) => window?.webContents.setZoomLevel(window.webContents.getZoomLevel() - 0.5),
}

export class MenuItem {
  readonly id: string
  readonly role: MenuRole | undefined
  readonly type: 'normal' | 'separator' | 'submenu' | 'checkbox' | 'radio'
  readonly accelerator: string | undefined
  readonly submenu: Menu | undefined
  label: string
  sublabel: string
  toolTip: string
  enabled: boolean
  visible: boolean
  checked: boolean
  readonly #options: MenuItemConstructorOptions

  constructor(options: MenuItemConstructorOptions) {
    this.#options = options
    this.id = options.id ?? ''
    this.role = options.role
    this.submenu = Array.isArray(options.submenu) ? Menu.buildFromTemplate(options.submenu) : options.submenu
    this.type = options.type ?? (this.submenu ? 'submenu' : 'normal')
    this.accelerator = options.accelerator ?? accelerators[options.role ?? '']
    this.label = options.label ?? options.role ?? ''
    this.sublabel = options.sublabel ?? ''
    this.toolTip = options.toolTip ?? ''
    this.enabled = options.enabled ?? true
    this.visible = options.visible ?? true
    this.checked = options.checked ?? false
  }

  /** As if the operator chose it: nothing happens when it is disabled. */
  click(event: KeyboardEvent = {}): void {
    if (!this.enabled) return
    if (this.type === 'checkbox') this.checked = !this.checked
    const window = BrowserWindow.getFocusedWindow()
    if (this.role) roleActions[this.role]?.(window)
    else this.#options.click?.(this, window ?? undefined, event)
  }
}

export class Menu {
  static #applicationMenu: Menu | null = null

  static buildFromTemplate(template: (MenuItemConstructorOptions | MenuItem)[]): Menu {
    const menu = new Menu()
    for (const item of template) menu.append(item instanceof MenuItem ? item : new MenuItem(item))
    return menu
  }

  static setApplicationMenu(menu: Menu | null): void {
    Menu.#applicationMenu = menu
  }

  static getApplicationMenu(): Menu | null {
    return Menu.#applicationMenu
  }

  readonly items: MenuItem[] = []

  append(item: MenuItem): void {
    this.items.push(item)
  }

  insert(position: number, item: MenuItem): void {
    this.items.splice(position, 0, item)
  }

  getMenuItemById(id: string): MenuItem | null {
    return everyItem(this).find((item) => item.id === id) ?? null
  }

  /** The double draws no menus; a test clicks `items`. */
  popup(): void {}
  closePopup(): void {}
}

const everyItem = (menu: Menu): MenuItem[] =>
  menu.items.flatMap((item) => [item, ...(item.submenu ? everyItem(item.submenu) : [])])

/** @throws when no item has these labels, naming the ones there are. */
export function clickMenu(labels: string[]): void {
  let items = Menu.getApplicationMenu()?.items ?? []
  let found: MenuItem | undefined
  for (const label of labels) {
    found = items.find((item) => plain(item.label) === plain(label))
    if (!found)
      throw new Error(`No menu item "${label}" among: ${items.map((item) => plain(item.label)).join(', ')}`)
    items = found.submenu?.items ?? []
  }
  if (found?.enabled === false) throw new Error(`The menu item "${labels.join(' > ')}" is disabled`)
  found?.click()
}

/** Labels carry `&` before their access key, and case differs by platform for roles. */
const plain = (label: string): string => label.replaceAll('&', '').toLowerCase()

export function clickAccelerator(key: WireKey): void {
  const menu = Menu.getApplicationMenu()
  if (!menu || key.type !== 'keyDown') return
  const item = everyItem(menu).find(
    (each) => each.accelerator !== undefined && pressed(each.accelerator, key),
  )
  item?.click({ triggeredByAccelerator: true })
}

function pressed(accelerator: string, key: WireKey): boolean {
  const parts = accelerator.toLowerCase().split('+')
  const wanted = parts.at(-1) === '' ? '+' : (parts.at(-1) ?? '')
  const held = new Set(parts.slice(0, -1).map((part) => modifiers[part] ?? part))
  if (held.delete('commandorcontrol')) held.add(process.platform === 'darwin' ? 'meta' : 'control')
  return (
    (keyNames[wanted] ?? wanted) === key.key.toLowerCase() &&
    held.has('control') === key.control &&
    held.has('meta') === key.meta &&
    held.has('alt') === key.alt &&
    held.has('shift') === key.shift
  )
}

const modifiers: Record<string, string | undefined> = {
  cmdorctrl: 'commandorcontrol',
  ctrl: 'control',
  cmd: 'meta',
  command: 'meta',
  super: 'meta',
  option: 'alt',
}

const keyNames: Record<string, string | undefined> = {
  plus: '+',
  space: ' ',
  esc: 'escape',
  return: 'enter',
  up: 'arrowup',
  down: 'arrowdown',
  left: 'arrowleft',
  right: 'arrowright',
}

const accelerators: Record<string, string | undefined> = {
  quit: 'CommandOrControl+Q',
  close: 'CommandOrControl+W',
  minimize: 'CommandOrControl+M',
  reload: 'CommandOrControl+R',
  resetZoom: 'CommandOrControl+0',
  zoomIn: 'CommandOrControl+Plus',
  zoomOut: 'CommandOrControl+-',
  togglefullscreen: 'F11',
}
