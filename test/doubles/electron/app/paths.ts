// Where an app under the double is and keeps its things: its package, its command line, the standard folders. It creates none of them.
import { existsSync, readFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

export type PathName =
  | 'home'
  | 'appData'
  | 'userData'
  | 'sessionData'
  | 'temp'
  | 'exe'
  | 'module'
  | 'desktop'
  | 'documents'
  | 'downloads'
  | 'music'
  | 'pictures'
  | 'videos'
  | 'logs'
  | 'crashDumps'

/** The folder of the nearest package.json above the main bundle, as Electron takes an app's folder. */
function nearestPackage(): string {
  let folder = dirname(resolve(process.argv[1] ?? '.'))
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder)
  return folder
}

export const appFolder = nearestPackage()
const packageFile = join(appFolder, 'package.json')
export const described = (
  existsSync(packageFile) ? JSON.parse(readFileSync(packageFile, 'utf8')) : {}
) as Record<string, string | undefined>

/** The command line's `--name=value` switches; the app may add its own. */
export const switches = new Map<string, string>()
for (const argument of process.argv.slice(2)) {
  const [, name, value = ''] = /^--([^=]+)(?:=(.*))?$/s.exec(argument) ?? []
  if (name !== undefined) switches.set(name, value)
}

/** The folder Electron would give; `other` answers for the folders this one lies in, which the app may have moved. */
export function standardPath(name: PathName, appName: string, other: (name: PathName) => string): string {
  if (name === 'home') return homedir()
  if (name === 'temp') return tmpdir()
  if (name === 'exe' || name === 'module') return process.execPath
  if (name === 'logs') return join(other('userData'), 'logs')
  if (name === 'crashDumps') return join(other('userData'), 'Crashpad')
  if (name === 'appData') return process.env['XDG_CONFIG_HOME'] ?? join(homedir(), configFolder)
  if (name === 'userData' || name === 'sessionData') {
    const given = switches.get('user-data-dir')
    return given === undefined || given === '' ? join(other('appData'), appName) : resolve(given)
  }
  return join(homedir(), name.charAt(0).toUpperCase() + name.slice(1))
}

const configFolder = process.platform === 'darwin' ? 'Library/Application Support' : '.config'
