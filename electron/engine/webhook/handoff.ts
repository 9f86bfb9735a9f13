// Hands accepted bodies to the writer thread, a batch for each desk and turn of the loop; it must never answer before the writer has.
import type { MessagePort } from 'node:worker_threads'
import type { Batch, Settled } from './messages.ts'

/** Called once, when the body is durable or is known not to be. */
export type OnSettled = (isStored: boolean) => void

export interface Handoff {
  put(deskId: string, body: Uint8Array, settled: OnSettled): void
  /** Goes over to a new writer; what the old one has not confirmed is not stored. */
  linkTo(port: MessagePort): void
  /** Bytes that wait for the writer. */
  waiting(): number
  /** Resolves when nothing of the desk (of any desk, without an argument) waits for the writer. */
  drained(deskId?: string): Promise<void>
}

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
    if (!link) return settle(lastId, false)
    // Not pooled, so that it can move to the writer instead of being copied a second time.
    const joined = Buffer.allocUnsafeSlow(bytes)
    let at = 0
    for (const body of bodies) {
      joined.set(body, at)
      at += body.length
    }
    const lengths = Uint32Array.from(bodies, ({ length }) => length)
    const batch: Batch = { id: lastId, deskId, receivedAt: now(), lengths, bytes: joined.buffer }
    link.postMessage(batch, [joined.buffer])
  }

  function settle(id: number, isStored: boolean): void {
    const batch = underway.get(id)
    if (!batch) return
    underway.delete(id)
    bytesWaiting -= batch.bytes
    for (const settled of batch.settled) settled(isStored)
    for (const watch of watchers) watch()
  }

  function onSettled({ stored, failed }: Settled): void {
    for (const id of stored) settle(id, true)
    for (const id of failed) settle(id, false)
  }

  function isWaiting(deskId: string | undefined): boolean {
    if (deskId === undefined) return gathered.size > 0 || underway.size > 0
    return gathered.has(deskId) || [...underway.values()].some((batch) => batch.deskId === deskId)
  }

  return {
    put(deskId, body, settled) {
      bytesWaiting += body.length
      const batch = gathered.get(deskId)
      if (batch) {
        batch.bodies.push(body)
        batch.settled.push(settled)
        batch.bytes += body.length
      } else gathered.set(deskId, { bodies: [body], settled: [settled], bytes: body.length })
      if (isFlushing) return
      isFlushing = true
      // After all sockets that are ready in this turn have been read: a batch is what is there, never what might come.
      setImmediate(flush)
    },
    linkTo(port) {
      link?.close()
      link = port
      for (const id of underway.keys()) settle(id, false)
      port.on('message', onSettled)
      port.on('close', () => {
        if (link !== port) return
        link = undefined
        for (const id of underway.keys()) settle(id, false)
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
