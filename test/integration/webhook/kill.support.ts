// Kills a process that takes deliveries, at random moments under load, and compares what was promised with what is there.
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { Agent } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { openInbox } from '../../../electron/store/inbox/inbox.ts'
import { aSecret, anEvent, idOf, idsIn, send, signed } from './senders.support.ts'

export interface KillReport {
  rounds: number
  /** Deliveries that were answered with 200. */
  promised: number
  /** Deliveries that got no answer because the process was killed. */
  unanswered: number
  /** Ids that were promised and are not in the inbox, or not whole; empty when all is well. */
  lost: string[]
  /** Rows that nobody sent; empty when all is well. */
  strange: string[]
}

const SENDERS = 24
const LARGEST_PADDING = 20_000
/** Deliveries of a round that are answered before it is killed, at the most. */
const MOST_ANSWERED = 400

/**
 * Each round ends by SIGKILL after any number of answers, none too, and up to 40 ms: a machine with other work to do gives as many in
 * its own time. The same inbox goes through all rounds.
 */
export async function runKills({
  rounds,
  random = Math.random,
  onRound = () => undefined,
}: {
  rounds: number
  random?: () => number
  onRound?: (round: number, promised: number) => void
}): Promise<KillReport> {
  const home = mkdtempSync(join(tmpdir(), 'bursar-kills-'))
  const folder = join(home, 'desk')
  mkdirSync(folder)
  const fileKey = Buffer.alloc(32, 3)
  const secret = aSecret()
  const promised: string[] = []
  const sent = new Set<string>()
  try {
    for (let round = 1; round <= rounds; round++) {
      const given = JSON.stringify({ folder, fileKey: fileKey.toString('hex'), secret, port: 0 })
      const child = fork(new URL('./kill.driver.ts', import.meta.url), [given])
      const url = await addressOf(child)
      const agent = new Agent({ keepAlive: true, maxSockets: SENDERS })
      const gone = once(child, 'exit')
      const over = new AbortController()
      const senders = Array.from({ length: SENDERS }, async () => {
        while (!over.signal.aborted) {
          const body = anEvent({ padding: 'x'.repeat(Math.floor(random() * LARGEST_PADDING)) })
          sent.add(idOf(body))
          const { status } = await send(url, { body, signature: signed(body, secret), agent })
          if (status === 200) promised.push(idOf(body))
        }
      })
      const enough = promised.length + Math.floor(random() * MOST_ANSWERED)
      while (promised.length < enough) await wait(1)
      await wait(random() * 40)
      child.kill('SIGKILL')
      await gone
      over.abort()
      await Promise.all(senders)
      agent.destroy()
      onRound(round, promised.length)
    }
    return { rounds, ...compare({ folder, fileKey }, promised, sent) }
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

function compare(
  desk: { folder: string; fileKey: Buffer },
  promised: readonly string[],
  sent: ReadonlySet<string>,
): Omit<KillReport, 'rounds'> {
  const opened = openInbox(desk.folder, desk.fileKey)
  if (!opened.ok) throw new Error(opened.detail)
  try {
    if (opened.damagedFile !== null) throw new Error('a kill damaged the inbox')
    const there = new Set(idsIn(desk))
    return {
      promised: promised.length,
      unanswered: sent.size - promised.length,
      lost: promised.filter((id) => !there.has(id)),
      strange: [...there].filter((id) => !sent.has(id)),
    }
  } finally {
    opened.inbox.close()
  }
}

async function addressOf(child: ChildProcess): Promise<string> {
  const died = once(child, 'exit').then(() => {
    throw new Error('the process ended before it listened')
  })
  const [message] = (await Promise.race([once(child, 'message'), died])) as [{ url: string }]
  died.catch(() => undefined)
  return message.url
}
