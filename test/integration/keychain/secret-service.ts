// A desktop's Secret Service for one test: a D-Bus session and a GNOME keyring of their own, gone when the program in it ends.
import { execFile, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import type { Step } from './driver.ts'

const present = (program: string): boolean => spawnSync(program, ['--version']).error === undefined

export const secretServicePresent = present('dbus-run-session') && present('gnome-keyring-daemon')

const driver = fileURLToPath(new URL('driver.ts', import.meta.url))

const unlocked = `printf 'pw\\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null`
const locked = `gnome-keyring-daemon --start --components=secrets >/dev/null`

export type Machine = {
  /** Logs in with the keyring unlocked, runs the steps in one process, logs out. What was saved stays for the next login. */
  run(...steps: Step[]): Promise<unknown[]>
  /** Logs in once and runs each list of steps in a process of its own. */
  runInTurn(...lists: Step[][]): Promise<unknown[][]>
  /** Logs in without the password of the keyring. */
  runLocked(...steps: Step[]): Promise<unknown[]>
  /** No D-Bus and no keyring at all. */
  runWithout(...steps: Step[]): Promise<unknown[]>
}

/** A machine with a home of its own, removed after the test. */
export function aMachine(): Machine {
  const home = mkdtempSync(join(tmpdir(), 'bursar-keychain-'))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))

  const inSession = async (keyring: string | null, lists: Step[][]): Promise<unknown[][]> => {
    const runtime = join(home, 'runtime')
    rmSync(runtime, { recursive: true, force: true })
    mkdirSync(runtime, { mode: 0o700 })
    // Each list becomes "$1", "$2", … of the script, so that nothing is quoted twice. The driver ends itself by a signal.
    const each = lists.map((_list, at) => `"$NODE" "$DRIVER" "$${at + 1}"; echo`).join('\n')
    const script = keyring === null ? each : `${keyring}\n${each}`
    const shell = ['sh', '-c', script, 'sh', ...lists.map((list) => JSON.stringify(list))]
    const [program = 'sh', ...rest] = keyring === null ? shell : ['dbus-run-session', '--', ...shell]
    const environment = {
      PATH: process.env['PATH'],
      HOME: home,
      XDG_RUNTIME_DIR: runtime,
      NODE: process.execPath,
      DRIVER: driver,
    }
    const output = await new Promise<string>((resolve, reject) => {
      execFile(program, rest, { env: environment, timeout: 40_000 }, (error, stdout, stderr) => {
        if (stdout === '') reject(new Error(`${error?.message ?? 'no answer'}\n${stderr}`))
        else resolve(stdout)
      })
    })
    return output
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as unknown[])
  }
  const one = async (keyring: string | null, steps: Step[]): Promise<unknown[]> =>
    (await inSession(keyring, [steps]))[0] ?? []

  return {
    run: (...steps) => one(unlocked, steps),
    runInTurn: (...lists) => inSession(unlocked, lists),
    runLocked: (...steps) => one(locked, steps),
    runWithout: (...steps) => one(null, steps),
  }
}
