// Hands well signed bodies to the writer thread, a batch for each desk and turn of the loop; it must never answer before the writer has.
import type { MessagePort } from 'node:worker_threads'
import type { Batch, Settled } from './messages.ts'
import type { RefusalReason } from './refusals.ts'

/** Called once: with null when the body is durable, with the reason when it is known that it is not kept. */
export type OnSettled = (refused: RefusalReason | null) => void

export interface Handoff {
  put(deskId: string, body: Uint8Array, settled: OnSettled): void
  /** Goes over to a new writer; what the old one has not confirmed is not stored. */
  linkTo(port: MessagePort): void
  /** Bytes that wait for the writer. */
  waiting(): number
  /** Resolves when nothing of the desk (of any desk, without an argument) waits for the writer. */
  drained(deskId?: string): Promise<void>
}

/**
 * So many bodies go at once, although the turn may bring more: otherwise the writer has nothing to do while all are read, and the
 * listener nothing while all are stored. Far fewer would cost a commit each.
 */
const ENOUGH = 32

interface Gathered {
  bodies: Uint8Array[]
  settled: OnSettled[]
  bytes: number
}

interface Underway {
  deskId: string
  settled: OnSettled[]
  bytes: number
}

export function createHandoff(now: () => number = Date.now): Handoff {
  let link: MessagePort | undefined
  let lastId = 0
  let bytesWaiting = 0
  let isFlushing = false
  const gathered = new Map<string, Gathered>()
  const underway = new Map<number, Underway>()
  const watchers = new Set<() => void>()

  function flush(): void {
    isFlushing = false
    const batches = [...gathered]
    gathered.clear()
    for (const [deskId, batch] of batches) send(deskId, batch)
  }

  function send(deskId: string, { bodies, settled, bytes }: Gathered): void {
    lastId += 1
    underway.set(lastId, { deskId, settled, bytes })
    if (!link) return settle(notStored(lastId))
    // Not pooled, so that it can move to the writer instead of being copied a second time.
    const joined = Buffer.allocUnsafeSlow(bytes)
    let at = 0
    for (const body of bodies) {
      joined.set(body, at)
      at += body.length
    }
    const lengths = Uint32Array.from(bodies, ({ length }) => length)
    bodies.length = 0 // For the reason in settle().
    const batch: Batch = { id: lastId, deskId, receivedAt: now(), lengths, bytes: joined.buffer }
    link.postMessage(batch, [joined.buffer])
  }

  function settle({ id, isStored, refused }: Settled): void {
    const batch = underway.get(id)
    if (!batch) return
    underway.delete(id)
    bytesWaiting -= batch.bytes
    for (const [place, settled] of batch.settled.entries())
      settled(refused.get(place) ?? (isStored ? null : 'not_stored'))
    // The Map keeps tables it has outgrown in a chain: what they still named would live until the next full collection.
    batch.settled.length = 0
    for (const watch of watchers) watch()
  }

  function giveUp(): void {
    for (const id of underway.keys()) settle(notStored(id))
  }

  function isWaiting(deskId: string | undefined): boolean {
    if (deskId === undefined) return gathered.size > 0 || underway.size > 0
    return gathered.has(deskId) || [...underway.values()].some((batch) => batch.deskId === deskId)
  }

  return {
    put(deskId, body, settled) {
      bytesWaiting += body.length
      const batch = gathered.get(deskId) ?? { bodies: [], settled: [], bytes: 0 }
      batch.bodies.push(body)
      batch.settled.push(settled)
      batch.bytes += body.length
      if (batch.bodies.length >= ENOUGH) {
        gathered.delete(deskId)
        return send(deskId, batch)
      }
      gathered.set(deskId, batch)
      if (isFlushing) return
      isFlushing = true
      // After all sockets that are ready in this turn have been read: a batch is what is there, never what might come.
      setImmediate(flush)
    },
    linkTo(port) {
      link?.close()
      link = port
      giveUp()
      port.on('message', (settled: readonly Settled[]) => {
        for (const one of settled) settle(one)
      })
      port.on('close', () => {
        if (link !== port) return
        link = undefined
        giveUp()
      })
    },
    waiting: () => bytesWaiting,
    drained(deskId) {
      if (!isWaiting(deskId)) return Promise.resolve()
      return new Promise((resolve) => {
        const watch = (): void => {
          if (isWaiting(deskId)) return
          watchers.delete(watch)
          resolve()
        }
        watchers.add(watch)
      })
    },
  }
}

const notStored = (id: number): Settled => ({ id, isStored: false, refused: new Map() })
