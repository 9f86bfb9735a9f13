// Runs the headless driver as a process of its own, speaks its JSON lines, and kills it when asked.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ChangeOrder, MethodName, Order, ReplyOf, RequestOf, Result } from '../../src/contract/index.ts'
import { programOf } from '../programs.ts'

const program = programOf('headless')

export interface Driver {
  /** Sends the line at once; rejects with `Gone` when the process ends before it answers. */
  call<Name extends MethodName>(method: Name, request: RequestOf<Name>): Promise<Result<ReplyOf<Name>>>
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>
  /** Ends stdin and waits for the exit code. */
  end(): Promise<number | null>
  errors(): string
}

/** What it tells of its own accord. */
export interface Heard {
  order?: (order: Order) => void
  change?: (order: ChangeOrder) => void
}

/** The process ended before it answered. */
export class Gone extends Error {}

export function startDriver(home: string, heard: Heard = {}): Driver {
  const child = spawn(process.execPath, [program, '--home', home, '--no-keychain'], { stdio: 'pipe' })
  const waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>()
  let last = 0
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  child.stdin.on('error', () => undefined)
  createInterface({ input: child.stdout }).on('line', (line) => {
    const message = JSON.parse(line) as { id?: number; push?: string; payload?: unknown }
    if (message.push === 'order.changed') heard.order?.(message.payload as Order)
    if (message.push === 'change.changed') heard.change?.(message.payload as ChangeOrder)
    if (typeof message.id !== 'number') return
    waiting.get(message.id)?.resolve(message)
    waiting.delete(message.id)
  })
  const exited = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      for (const { reject } of waiting.values()) reject(new Gone('the driver ended'))
      waiting.clear()
      resolve(code)
    })
  })
  return {
    call(method, request) {
      last += 1
      const id = last
      const answer = new Promise<unknown>((resolve, reject) => waiting.set(id, { resolve, reject }))
      // A caller that is about to kill the process does not wait for the answer.
      answer.catch(() => undefined)
      child.stdin.write(`${JSON.stringify({ id, method, request })}\n`)
      return answer as never
    },
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
    end() {
      child.stdin.end()
      return exited
    },
    errors: () => errors,
  }
}

/** A process in which the desk of this key is open, for the first time or again. */
export async function connected(
  home: string,
  account: { key: string; baseUrl: string },
  heard?: Heard,
): Promise<{ driver: Driver; deskId: string }> {
  const driver = startDriver(home, heard)
  const desk = await driver.call('account.connect', account)
  if (!desk.ok) throw new Error(`could not connect: ${desk.error.message}\n${driver.errors()}`)
  return { driver, deskId: desk.value.id }
}

/** Asks often enough that a kill comes at the moment that was waited for. Patient: a machine with other work is ten times as slow. */
export async function until(condition: () => boolean, patienceMs = 60_000): Promise<void> {
  const deadline = performance.now() + patienceMs
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`waited ${patienceMs} ms for what never came`)
    await sleep(3)
  }
}
