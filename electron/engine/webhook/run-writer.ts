// Group commit: whatever has arrived and is an event of its desk is stored in one transaction per desk; it must never confirm a batch
// before its commit, nor wait for more.
import { receiveMessageOnPort } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import type { Delivery, Inbox, openInbox, OpenedInbox } from '../../store/inbox/inbox.ts'
import { refusal } from '../../store/open-problem.ts'
import { judgeEvent, type EventsOf } from './admission.ts'
import type { Batch, FromWriter, Settled, ToWriter } from './messages.ts'
import type { RefusalReason } from './refusals.ts'

/** A transaction grows no larger than this, in bytes, however much waits: the first of it want their answer. */
const LARGEST_COMMIT = 8 * 1024 * 1024
/** The engine is told of new rows at most this often, in milliseconds; it may be busy. */
const TELL_EVERY_MS = 20
/** Deleting rows and moving the WAL into the file wait until so long after the last commit, in milliseconds. */
const QUIET_MS = 100
/** Rows deleted in one transaction: short enough that a delivery which arrives meanwhile hardly waits. */
const FORGET_AT_ONCE = 1024
/** After trouble it is tried whether it is over so often, in milliseconds: the next delivery may be hours away. */
const TRY_AGAIN_MS = 5000
/** So many rows that may go are not left lying however busy it is. */
const FORGET_WHILE_BUSY = 100_000

interface WrittenDesk extends EventsOf {
  folder: string
  fileKey: Buffer
  /** Undefined after a failure that leaves the connection in doubt: it is opened again for the next batch. */
  inbox: Inbox | undefined
  upTo: number
  toldUpTo: number
  forgetUpTo: number
  /** Everything up to here has been deleted. */
  forgotten: number
  /** Rows committed since there was last nothing to delete. */
  piledUp: number
  /** Something was committed since the last checkpoint. */
  isDirty: boolean
  isInTrouble: boolean
}

/** Serves the engine over `engine` until it says stop. `open`: how an inbox is opened. */
export function runWriter(engine: MessagePort, open: typeof openInbox): void {
  const desks = new Map<string, WrittenDesk>()
  let link: MessagePort | undefined
  let toldAt = 0
  let isTelling = false
  let tidying: NodeJS.Timeout | undefined
  let trying: NodeJS.Timeout | undefined
  let committedAt = 0

  const say = (message: FromWriter): void => engine.postMessage(message)

  function tell(): void {
    isTelling = false
    toldAt = performance.now()
    for (const [deskId, desk] of desks) {
      if (desk.upTo <= desk.toldUpTo) continue
      desk.toldUpTo = desk.upTo
      say({ kind: 'stored', deskId, upTo: desk.upTo })
    }
  }

  function tellSoon(): void {
    if (isTelling) return
    const wait = TELL_EVERY_MS - (performance.now() - toldAt)
    if (wait <= 0) return tell()
    isTelling = true
    setTimeout(tell, wait)
  }

  /** Everything that waits on the link, at most LARGEST_COMMIT bytes of it. */
  function drain(first: Batch, from: MessagePort): Batch[] {
    const batches = [first]
    let bytes = first.bytes.byteLength
    while (bytes < LARGEST_COMMIT) {
      const next: { message: Batch } | undefined = receiveMessageOnPort(from)
      if (!next) break
      batches.push(next.message)
      bytes += next.message.bytes.byteLength
    }
    return batches
  }

  function inboxOf(deskId: string, desk: WrittenDesk): Inbox {
    if (desk.inbox) return desk.inbox
    const opened = open(desk.folder, desk.fileKey)
    if (!opened.ok) throw new Error(opened.detail)
    if (opened.damagedFile !== null)
      say({ kind: 'opened', deskId, result: { ok: true, damagedFile: opened.damagedFile } })
    desk.inbox = opened.inbox
    return opened.inbox
  }

  function commit(deskId: string, desk: WrittenDesk, deliveries: readonly Delivery[]): boolean {
    if (deliveries.length === 0) return true
    try {
      desk.upTo = inboxOf(deskId, desk).append(deliveries)
      desk.piledUp += deliveries.length
      desk.isDirty = true
    } catch (error) {
      troubled(deskId, desk, error)
      return false
    }
    recovered(deskId, desk)
    return true
  }

  function recovered(deskId: string, desk: WrittenDesk): void {
    if (desk.isInTrouble) say({ kind: 'trouble', deskId, detail: null })
    desk.isInTrouble = false
  }

  function tryAgain(): void {
    trying = undefined
    for (const [deskId, desk] of desks) {
      if (!desk.isInTrouble) continue
      try {
        inboxOf(deskId, desk).tryToWrite()
        recovered(deskId, desk)
      } catch (error) {
        troubled(deskId, desk, error)
      }
    }
  }

  /** The sender is told to come again, so nothing is lost; the connection is not trusted any further. */
  function troubled(deskId: string, desk: WrittenDesk, error: unknown): void {
    if (!desk.isInTrouble)
      say({ kind: 'trouble', deskId, detail: error instanceof Error ? error.message : String(error) })
    desk.isInTrouble = true
    trying ??= setTimeout(tryAgain, TRY_AGAIN_MS)
    // A full disk leaves the connection whole; after any other error only a new one knows what is in the file.
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_FULL') return
    close(desk)
  }

  function close(desk: WrittenDesk): void {
    const { inbox } = desk
    desk.inbox = undefined
    try {
      inbox?.close()
    } catch {
      // It was in doubt already.
    }
  }

  function settle(deskId: string, batches: readonly Batch[]): Settled[] {
    const desk = desks.get(deskId)
    if (!desk) return batches.map(({ id }) => ({ id, isStored: false, refused: new Map() }))
    const judged = batches.map((batch) => ({ id: batch.id, ...judge(batch, desk) }))
    const isStored = commit(
      deskId,
      desk,
      judged.flatMap(({ deliveries }) => deliveries),
    )
    return judged.map(({ id, refused }) => ({ id, isStored, refused }))
  }

  function store(first: Batch, from: MessagePort): void {
    const byDesk = new Map<string, Batch[]>()
    for (const batch of drain(first, from)) {
      const of = byDesk.get(batch.deskId)
      if (of) of.push(batch)
      else byDesk.set(batch.deskId, [batch])
    }
    for (const [deskId, batches] of byDesk) from.postMessage(settle(deskId, batches))
    committedAt = performance.now()
    tellSoon()
    tidySoon()
  }

  /** One step for each desk, then the loop is free for what has arrived. */
  function tidy(): void {
    tidying = undefined
    const isQuiet = performance.now() - committedAt >= QUIET_MS
    let isMore = false
    for (const desk of desks.values()) isMore = tidyDesk(desk, isQuiet) || isMore
    if (isMore) tidySoon()
  }

  /** True when there is more to do. On a full disk it stays undone until the next time: nothing is lost by that. */
  function tidyDesk(desk: WrittenDesk, isQuiet: boolean): boolean {
    const { inbox, forgetUpTo, forgotten, piledUp } = desk
    if (!inbox) return false
    try {
      if (forgetUpTo > forgotten && (isQuiet || piledUp > FORGET_WHILE_BUSY)) {
        desk.isDirty = true
        if (inbox.forget(forgetUpTo, FORGET_AT_ONCE)) return true
        desk.forgotten = forgetUpTo
        desk.piledUp = 0
        return true
      }
      if (isQuiet && desk.isDirty) {
        desk.isDirty = false
        inbox.checkpoint()
      }
      return desk.isDirty || forgetUpTo > forgotten
    } catch {
      return false
    }
  }

  function tidySoon(): void {
    if (tidying) return
    const quietIn = QUIET_MS - (performance.now() - committedAt)
    tidying = setTimeout(tidy, Math.max(quietIn, 0))
  }

  /** A throw would end the thread each time that it is started, and who waits for the desk would wait for ever. */
  function tryToOpen(folder: string, key: Buffer): OpenedInbox {
    try {
      return open(folder, key)
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error)
      return refusal('store_unwritable', `The inbox of webhooks in ${folder} can't be opened (${words}).`)
    }
  }

  function openDesk(message: ToWriter & { kind: 'open' }): void {
    const { deskId, folder, fileKey, livemode, accountId } = message
    const former = desks.get(deskId)
    if (former) close(former)
    const key = Buffer.from(fileKey)
    const opened = tryToOpen(folder, key)
    const inbox = opened.ok ? opened.inbox : undefined
    desks.set(deskId, {
      folder,
      fileKey: key,
      livemode,
      accountId,
      inbox,
      // What a former run had no time to move on is told at once.
      upTo: inbox?.newest() ?? 0,
      toldUpTo: 0,
      forgetUpTo: 0,
      forgotten: 0,
      piledUp: 0,
      isDirty: true,
      isInTrouble: !opened.ok,
    })
    if (!opened.ok) trying ??= setTimeout(tryAgain, TRY_AGAIN_MS)
    say({
      kind: 'opened',
      deskId,
      result: opened.ok ? { ok: true, damagedFile: opened.damagedFile } : opened,
    })
    tellSoon()
  }

  function closeDesk(deskId: string): void {
    const desk = desks.get(deskId)
    if (desk) close(desk)
    desks.delete(deskId)
    say({ kind: 'closed', deskId })
  }

  engine.on('message', (message: ToWriter) => {
    switch (message.kind) {
      case 'link': {
        const port = message.port
        link?.close()
        link = port
        port.on('message', (batch: Batch) => store(batch, port))
        return
      }
      case 'open':
        return openDesk(message)
      case 'forget': {
        const desk = desks.get(message.deskId)
        if (desk) desk.forgetUpTo = Math.max(desk.forgetUpTo, message.upTo)
        return tidySoon()
      }
      case 'close':
        return closeDesk(message.deskId)
      case 'stop':
        clearTimeout(tidying)
        clearTimeout(trying)
        for (const desk of desks.values()) close(desk)
        process.exit(0)
    }
  })
}

/** What of a batch is to be stored, and what is not, by its place. The bodies are views on the bytes of the batch. */
function judge(
  { receivedAt, bytes, lengths }: Batch,
  desk: EventsOf,
): { deliveries: Delivery[]; refused: Map<number, RefusalReason> } {
  const deliveries: Delivery[] = []
  const refused = new Map<number, RefusalReason>()
  let at = 0
  for (const [place, length] of lengths.entries()) {
    const body = new Uint8Array(bytes, at, length)
    at += length
    const judged = judgeEvent(body, desk)
    if (judged.ok) deliveries.push({ receivedAt, body })
    else refused.set(place, judged.reason)
  }
  return { deliveries, refused }
}
