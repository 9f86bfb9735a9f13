// One app per profile folder: a lock file naming the process that holds it, and the arguments of a second start dropped beside it.
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  watch,
  writeFileSync,
  type FSWatcher,
} from 'node:fs'
import { join } from 'node:path'

const lockName = 'electron-double.lock'
const messagePrefix = 'electron-double.second-'

export interface SecondStart {
  argv: string[]
  workingDirectory: string
  additionalData: unknown
}

export interface SingleInstance {
  /** False when another living process holds the folder; it has then been told of this start. */
  request(folder: string, start: SecondStart): boolean
  holds(): boolean
  release(): void
}

export function singleInstance(onSecond: (start: SecondStart) => void): SingleInstance {
  let held: { path: string; watcher: FSWatcher } | null = null

  const take = (folder: string): boolean => {
    const path = join(folder, lockName)
    for (let attempt = 0; attempt < 2; attempt++) {
      try {
        writeFileSync(path, String(process.pid), { flag: 'wx' })
        held = { path, watcher: listen(folder) }
        return true
      } catch {
        if (isHeld(path)) return false
        rmSync(path, { force: true })
      }
    }
    return false
  }

  const listen = (folder: string): FSWatcher => {
    for (const name of readdirSync(folder))
      if (name.startsWith(messagePrefix)) rmSync(join(folder, name), { force: true })
    const watcher = watch(folder, { persistent: false }, (_kind, name) => {
      if (!name?.startsWith(messagePrefix) || !name.endsWith('.json')) return
      const path = join(folder, name)
      if (!existsSync(path)) return
      const start = JSON.parse(readFileSync(path, 'utf8')) as SecondStart
      rmSync(path, { force: true })
      onSecond(start)
    })
    return watcher
  }

  return {
    request: (folder, start) => {
      if (held) return true
      mkdirSync(folder, { recursive: true })
      if (take(folder)) return true
      const message = join(folder, `${messagePrefix}${process.pid}`)
      writeFileSync(message, JSON.stringify(start))
      renameSync(message, `${message}.json`)
      return false
    },
    holds: () => held !== null,
    release: () => {
      held?.watcher.close()
      if (held) rmSync(held.path, { force: true })
      held = null
    },
  }
}

function isHeld(path: string): boolean {
  try {
    const pid = Number(readFileSync(path, 'utf8'))
    process.kill(pid, 0)
    // A killed app leaves its lock; its number may have gone to a stranger since.
    const commandLine = `/proc/${pid}/cmdline`
    return !existsSync(commandLine) || readFileSync(commandLine, 'utf8').includes('doubles/electron/register')
  } catch {
    return false
  }
}
