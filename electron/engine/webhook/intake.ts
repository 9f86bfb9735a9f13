// The engine's hold on the listener and writer threads: desks in, news out. It must never pass a secret on, nor stop for long while they run.
import { MessageChannel } from 'node:worker_threads'
import { refusal } from '../../store/open-problem.ts'
import type { StoreRefusal } from '../../store/open-problem.ts'
import { createAnswers } from './answers.ts'
import type { SenderPatience } from './doors.ts'
import type { ListenerData } from './listener.ts'
import type {
  FromListener,
  FromWriter,
  ListenerReport,
  NamedSecret,
  ToListener,
  ToWriter,
  Witness,
} from './messages.ts'
import type { RefusalCounts, RefusalReason } from './refusals.ts'
import { runSelfTest } from './self-test.ts'
import type { SelfTest } from './self-test.ts'
import { keepWorker } from './workers.ts'

/** The port of a profile that never chose one. */
export const DEFAULT_PORT = 47_113

export interface IntakeDesk {
  deskId: string
  /** The desk's folder; its other files have been opened already. */
  folder: string
  /** 32 raw bytes. */
  fileKey: Buffer
  /** The last part of the path, hard to guess. */
  token: string
  /** Signing secrets; two during a roll. Empty: everything is refused. */
  secrets: readonly NamedSecret[]
  livemode: boolean
  accountId: string
}

export interface IntakeState {
  /** Addresses of this desk, empty while the listener is not running. */
  urls: readonly string[]
  path: string
  /** Null until one is bound. To be remembered for the next start. */
  port: number | null
  running: boolean
  /** Why deliveries are not taken at the moment. */
  problem: string | null
  /** What is not as wished but works: another port, no IPv6. */
  note: string | null
  counters: {
    accepted: number
    refused: RefusalCounts
    /** Refusals before it was known which desk was meant: of the whole listener. */
    refusedForNobody: RefusalCounts
  }
  /** Unix milliseconds. */
  lastAcceptedAt: number | null
  lastRefusal: { reason: RefusalReason; at: number } | null
  /** The newest event by each signing secret, by the secret's id, that Stripe can be asked for: of what was accepted since the desk was added. */
  witnesses: ReadonlyMap<string, Witness>
}

export interface IntakeOptions {
  /** The built entries of the two threads. */
  files: { listener: string | URL; writer: string | URL }
  /** The wanted port; the next free one is taken when it is in use. 0: any. */
  port: number
  /** How slow a sender may be; without it, as slow as the doors allow. */
  senderPatience?: SenderPatience
  /** Rows up to this number are durable and wait in the inbox. */
  onStored: (deskId: string, upTo: number) => void
  /** Deliveries were refused, since the last call; deskId null: nobody knows for whom they were. At most four calls a second. */
  onRefused?: (
    deskId: string | null,
    counts: RefusalCounts,
    last: { reason: RefusalReason; at: number },
  ) => void
  /** The listener has bound this port. */
  onListening?: (port: number) => void
  /** The state of a desk is not what it was. */
  onChanged?: (deskId: string) => void
  /** An inbox was damaged and begun anew: what it held must be read from Stripe. */
  onDamaged?: (deskId: string, damagedFile: string) => void
  /** A thread died. It is started again by itself. */
  onBug: (error: unknown) => void
}

export interface WebhookIntake {
  /**
   * Resolves when deliveries for the desk are taken, or with the reason why its inbox can't be opened. `damagedFile`: what it
   * held before was damaged, and is kept under this name.
   */
  addDesk(desk: IntakeDesk): Promise<{ ok: true; damagedFile: string | null } | StoreRefusal>
  setSecrets(deskId: string, secrets: readonly NamedSecret[]): void
  /** Resolves when no delivery of the desk is under way any more and its file is closed. */
  removeDesk(deskId: string): Promise<void>
  /** Undefined when there is no such desk. */
  state(deskId: string): IntakeState | undefined
  /** Rows up to this number are in the event log: they may go. */
  forget(deskId: string, upTo: number): void
  /** The inbox could not be read: its writer opens it anew, which finds damage that writing alone does not come by. */
  reopen(deskId: string): void
  /** Sends the desk an event signed for this once, over HTTP, and says of each step whether it worked. */
  selfTest(deskId: string): Promise<SelfTest>
  /** Answers what is under way, then ends both threads. */
  close(): Promise<void>
}

interface KnownDesk extends IntakeDesk {
  path: string
  trouble: string | null
  accepted: number
  refused: RefusalCounts
  lastAcceptedAt: number | null
  lastRefusal: { reason: RefusalReason; at: number } | null
  witnesses: Map<string, Witness>
  /** While a self-test looks for its row, none is deleted. */
  isTesting: boolean
  mayForget: number
}

/** How long a port may stay taken after the thread that held it died, in milliseconds. */
const REBIND_PATIENCE_MS = 3000

export function openIntake(options: IntakeOptions): WebhookIntake {
  const { files, onStored, onRefused, onDamaged, onBug } = options
  const desks = new Map<string, KnownDesk>()
  const refusedForNobody: RefusalCounts = {}
  const answers = createAnswers()
  let port: number | null = null
  let addresses: readonly string[] = []
  let note: string | null = null
  let problem: string | null = null

  const listener = keepWorker<ToListener, FromListener>({
    name: 'webhook listener',
    file: files.listener,
    data: (): ListenerData => ({
      port: port ?? options.port,
      patienceMs: port === null ? 0 : REBIND_PATIENCE_MS,
      senderPatience: options.senderPatience,
    }),
    stopMessage: { kind: 'stop' },
    onStart() {
      for (const desk of desks.values()) listener.send(introduction(desk))
      join()
    },
    onMessage: hearListener,
    onDeath(error) {
      addresses = []
      problem = 'The webhook listener stopped and is being started again.'
      answers.giveUp('removed', 'permitted', 'tested')
      onBug(error)
      allChanged()
    },
  })
  const writer = keepWorker<ToWriter, FromWriter>({
    name: 'inbox writer',
    file: files.writer,
    data: () => ({}),
    stopMessage: { kind: 'stop' },
    onStart() {
      for (const desk of desks.values()) writer.send(opening(desk))
      join()
    },
    onMessage: hearWriter,
    onDeath(error) {
      answers.giveUp('closed')
      onBug(error)
    },
  })

  /** A channel of their own, so that no delivery passes the engine's loop. Whichever thread is new, both get a new end. */
  function join(): void {
    const { port1, port2 } = new MessageChannel()
    listener.send({ kind: 'link', port: port1 }, [port1])
    writer.send({ kind: 'link', port: port2 }, [port2])
  }

  function hearListener(message: FromListener): void {
    switch (message.kind) {
      case 'listening':
        ;({ port, addresses, note } = message)
        problem = null
        options.onListening?.(message.port)
        return allChanged()
      case 'deaf':
        problem = message.problem
        return allChanged()
      case 'report':
        return hearReport(message.report)
      case 'removed':
        return answers.give('removed', message.deskId, undefined)
      case 'permitted':
        return answers.give('permitted', message.eventId, undefined)
      case 'tested':
        return answers.give('tested', message.eventId, message)
    }
  }

  function hearReport({ accepted, refused }: ListenerReport): void {
    for (const { deskId, count, lastAt, witnesses = [] } of accepted) {
      const desk = desks.get(deskId)
      if (!desk) continue
      desk.accepted += count
      desk.lastAcceptedAt = lastAt
      for (const [secretId, event] of witnesses) desk.witnesses.set(secretId, event)
    }
    for (const { deskId, counts, last } of refused) {
      const desk = deskId === null ? undefined : desks.get(deskId)
      add(desk?.refused ?? refusedForNobody, counts)
      if (desk) desk.lastRefusal = last
      onRefused?.(deskId, counts, last)
    }
    const named = new Set([...accepted, ...refused].map(({ deskId }) => deskId))
    if (named.has(null)) return allChanged()
    for (const deskId of named) if (deskId !== null) options.onChanged?.(deskId)
  }

  function hearWriter(message: FromWriter): void {
    const { kind, deskId } = message
    const desk = desks.get(deskId)
    switch (kind) {
      case 'opened':
        answers.give('opened', deskId, message.result)
        if (message.result.ok && message.result.damagedFile !== null)
          onDamaged?.(deskId, message.result.damagedFile)
        if (!desk) return
        desk.trouble = message.result.ok ? null : message.result.detail
        return options.onChanged?.(deskId)
      case 'stored':
        if (desk) onStored(deskId, message.upTo)
        return
      case 'trouble':
        if (desk) desk.trouble = message.detail
        return options.onChanged?.(deskId)
      case 'closed':
        return answers.give('closed', deskId, undefined)
    }
  }

  function allChanged(): void {
    for (const deskId of desks.keys()) options.onChanged?.(deskId)
  }

  function forget(desk: KnownDesk, upTo: number): void {
    desk.mayForget = Math.max(desk.mayForget, upTo)
    if (!desk.isTesting) writer.send({ kind: 'forget', deskId: desk.deskId, upTo: desk.mayForget })
  }

  async function test(desk: KnownDesk): Promise<SelfTest> {
    desk.isTesting = true
    try {
      return await runSelfTest({
        ...desk,
        urls: urlsOf(desk),
        async permit(eventId, secret) {
          const permitted = answers.of('permitted', eventId)
          if (!listener.send({ kind: 'permit', deskId: desk.deskId, eventId, secret }))
            answers.giveUp('permitted')
          await permitted
        },
        tested: (eventId) => answers.of('tested', eventId),
      })
    } finally {
      desk.isTesting = false
      if (desk.mayForget > 0) forget(desk, desk.mayForget)
    }
  }

  function urlsOf({ path }: KnownDesk): string[] {
    if (port === null) return []
    return addresses.map(
      (address) => `http://${address.includes(':') ? `[${address}]` : address}:${port}${path}`,
    )
  }

  return {
    async addDesk(desk) {
      const known: KnownDesk = {
        ...desk,
        path: `/webhooks/${desk.token}`,
        trouble: null,
        accepted: 0,
        refused: {},
        lastAcceptedAt: null,
        lastRefusal: null,
        witnesses: new Map(),
        isTesting: false,
        mayForget: 0,
      }
      desks.set(desk.deskId, known)
      const { deskId } = desk
      const opened = answers.of('opened', deskId)
      writer.send(opening(known))
      const result = (await opened) ?? refusal('store_unwritable', 'Bursar is closing.')
      if (!result.ok) {
        desks.delete(deskId)
        writer.send({ kind: 'close', deskId })
        return result
      }
      listener.send(introduction(known))
      return result
    },
    setSecrets(deskId, secrets) {
      const desk = desks.get(deskId)
      if (!desk) return
      desk.secrets = secrets
      listener.send({ kind: 'secrets', deskId, secrets })
    },
    async removeDesk(deskId) {
      if (!desks.delete(deskId)) return
      const removed = answers.of('removed', deskId)
      if (!listener.send({ kind: 'remove', deskId })) answers.giveUp('removed')
      await removed
      const closed = answers.of('closed', deskId)
      if (!writer.send({ kind: 'close', deskId })) answers.giveUp('closed')
      await closed
    },
    state(deskId) {
      const desk = desks.get(deskId)
      if (!desk) return undefined
      const { path, trouble, accepted, refused, lastAcceptedAt, lastRefusal, witnesses } = desk
      return {
        urls: urlsOf(desk),
        path,
        port,
        running: addresses.length > 0 && trouble === null,
        problem: problem ?? trouble,
        note,
        counters: { accepted, refused: { ...refused }, refusedForNobody: { ...refusedForNobody } },
        lastAcceptedAt,
        lastRefusal,
        witnesses,
      }
    },
    forget(deskId, upTo) {
      const desk = desks.get(deskId)
      if (desk) forget(desk, upTo)
    },
    reopen(deskId) {
      const desk = desks.get(deskId)
      if (desk) writer.send(opening(desk))
    },
    async selfTest(deskId) {
      const desk = desks.get(deskId)
      if (!desk) throw new Error('a self-test needs an open desk')
      return test(desk)
    },
    async close() {
      // The listener first: what it has accepted still has to be stored.
      await listener.stop()
      await writer.stop()
      answers.giveUp('opened', 'closed', 'removed', 'permitted', 'tested')
    },
  }
}

function introduction({ deskId, path, livemode, accountId, secrets }: KnownDesk): ToListener {
  return { kind: 'desk', deskId, path, livemode, accountId, secrets }
}

function opening({ deskId, folder, fileKey, livemode, accountId }: KnownDesk): ToWriter {
  return { kind: 'open', deskId, folder, fileKey, livemode, accountId }
}

function add(to: RefusalCounts, more: RefusalCounts): void {
  for (const [reason, count] of Object.entries(more) as [RefusalReason, number][])
    to[reason] = (to[reason] ?? 0) + count
}
