// Shares questions out between two answering threads, so that a slow count never delays a list, and ends what nobody waits for
// any more. SQLite can't be interrupted from outside here: a question is cancelled by ending its thread, and another is started.
// It must never leave a question without a reply.
import type { CallMessage, MethodName, ReplyMessage } from '../../src/contract/index.ts'
import { failure } from '../../src/contract/outcome.ts'
import type { DeskToOpen, ReaderAnswer, ReaderOrder } from '../store/reader-messages.ts'

/** An answering thread. */
export interface Answerer {
  post(message: CallMessage | ReaderOrder): void
  end(): void
}

export interface PoolOptions {
  start(heard: (message: ReplyMessage | ReaderAnswer) => void): Answerer
  reply(message: ReplyMessage): void
  /** A thread that was started later can't open a desk that another has open; the other goes on alone. */
  onTrouble(problem: string): void
  /** How long a question may run, in milliseconds. */
  limitMs?: number
  /** How long it may still run once a newer one took its place: to start a thread anew costs about as much. */
  graceMs?: number
  /** How long a question waits for the first thread before the second is started, in milliseconds. */
  patienceMs?: number
  /** The second is started this long after the first desk was opened even if nobody waits, in milliseconds. */
  settledMs?: number
}

export interface Pool {
  ask(call: CallMessage): void
  /** Resolves once every thread that runs can answer on this desk; with the reason when one can't. */
  open(desk: DeskToOpen): Promise<string | null>
  /** Resolves once both have let go of its files; with whether a question met damage in them. */
  close(deskId: string): Promise<boolean>
  end(): void
}

/** These may take long, and keep to the last thread; everything else takes whichever is free, the first one first. */
const slow: ReadonlySet<MethodName> = new Set<MethodName>(['payments.counts', 'audit.verify', 'audit.export'])

const superseded = 'A newer question took the place of this one.'
const closed = 'This desk was closed.'
const tooLong = 'This took too long and was ended. Narrow it by a date, a status or a longer word.'

interface Seat {
  answerer: Answerer
  running: { call: CallMessage; limit: NodeJS.Timeout } | null
  /** What is awaited of its files, by "opened desk" or "closed desk". */
  awaited: Map<string, (problem: string | null) => void>
  /** Desks that are open and that it could not open. */
  lacks: Set<string>
}

export function openPool({
  start,
  reply,
  onTrouble,
  limitMs = 10_000,
  graceMs = 150,
  patienceMs = 100,
  settledMs = 2000,
}: PoolOptions): Pool {
  const desks = new Map<string, DeskToOpen>()
  const damaged = new Set<string>()
  let waiting: CallMessage[] = []
  // To begin, the second takes a tenth of a second of the processor, which the first screen of a desk has better use for.
  const seats = [seatOf()]
  /** Set once there is a desk that the first can answer on. */
  let second: NodeJS.Timeout | undefined
  let impatient: NodeJS.Timeout | undefined

  function startSecond(): void {
    clearTimeout(second)
    if (seats.length > 1) return
    seats.push(seatOf())
    next()
  }

  function seatOf(): Seat {
    const seat: Seat = { answerer: startFor(() => seat), running: null, awaited: new Map(), lacks: new Set() }
    for (const desk of desks.values()) seat.answerer.post({ open: desk })
    return seat
  }

  /** What an ended thread still says is not listened to. */
  function startFor(seat: () => Seat): Answerer {
    const answerer = start((message) => {
      if (seat().answerer === answerer) heard(seat(), message)
    })
    return answerer
  }

  function heard(seat: Seat, message: ReplyMessage | ReaderAnswer): void {
    if ('reply' in message) {
      const asked = seat.running?.call.request
      if (!message.result.ok && message.result.error.code === 'store_corrupt') damaged.add(deskOf(asked))
      finish(seat)
      reply(message)
      next()
      return
    }
    const name = 'opened' in message ? `opened ${message.opened}` : `closed ${message.closed}`
    const problem = 'opened' in message ? message.problem : null
    const awaited = seat.awaited.get(name)
    seat.awaited.delete(name)
    if (awaited) awaited(problem)
    else if ('opened' in message && problem !== null) {
      seat.lacks.add(message.opened)
      onTrouble(`A thread that answers can’t open ${message.opened}: ${problem}`)
    }
  }

  function finish(seat: Seat): void {
    clearTimeout(seat.running?.limit)
    seat.running = null
  }

  function next(): void {
    for (const seat of seats) {
      if (seat.running !== null) continue
      const call = waiting.find((each) => mayTake(seat, each))
      if (call === undefined) continue
      waiting = waiting.filter((other) => other !== call)
      seat.running = { call, limit: setTimeout(() => endQuestion(seat, call, tooLong), limitMs) }
      seat.answerer.post(call)
    }
    if (waiting.length === 0) {
      clearTimeout(impatient)
      impatient = undefined
    } else if (second !== undefined) impatient ??= setTimeout(startSecond, patienceMs)
  }

  function mayTake(seat: Seat, { method, request }: CallMessage): boolean {
    const able = seats.filter(({ lacks }) => !lacks.has(deskOf(request)))
    const among = able.length > 0 ? able : seats
    return among.includes(seat) && (seat === among.at(-1) || !slow.has(method))
  }

  /** Answers it, and puts another thread in the place of the one that is at it. */
  function endQuestion(seat: Seat, call: CallMessage, why: string): void {
    if (seat.running?.call !== call) return
    finish(seat)
    replace(seat)
    refuse(call, why)
    next()
  }

  /** What it was at comes first again; with its thread went the files of every desk that is not open any more. */
  function interrupt(seat: Seat): void {
    if (seat.running === null) return
    waiting.unshift(seat.running.call)
    finish(seat)
    replace(seat)
  }

  function replace(seat: Seat): void {
    seat.answerer.end()
    seat.answerer = startFor(() => seat)
    seat.lacks.clear()
    for (const desk of desks.values()) seat.answerer.post({ open: desk })
    // A file that was to be let go of went with the thread; one that was to be opened is opened again, above.
    for (const [name, resolve] of seat.awaited) {
      if (!name.startsWith('closed ')) continue
      resolve(null)
      seat.awaited.delete(name)
    }
  }

  function refuse({ call }: CallMessage, why: string): void {
    reply({ reply: call, result: failure('question_ended', why) })
  }

  function supersede(lane: string): void {
    for (const call of waiting) if (laneOf(call) === lane) refuse(call, superseded)
    waiting = waiting.filter((call) => laneOf(call) !== lane)
    for (const seat of seats) {
      const call = seat.running?.call
      if (call !== undefined && laneOf(call) === lane)
        setTimeout(() => endQuestion(seat, call, superseded), graceMs).unref()
    }
  }

  const answered = (seat: Seat, name: string, order: ReaderOrder): Promise<string | null> =>
    new Promise((resolve) => {
      seat.awaited.set(name, resolve)
      seat.answerer.post(order)
    })

  return {
    ask(call) {
      const lane = laneOf(call)
      if (lane !== null) supersede(lane)
      waiting.push(call)
      next()
    },
    async open(desk) {
      desks.set(desk.deskId, desk)
      const problems = await Promise.all(
        seats.map((seat) => answered(seat, `opened ${desk.deskId}`, { open: desk })),
      )
      const problem = problems.find((each) => each !== null) ?? null
      if (problem !== null) desks.delete(desk.deskId)
      else if (second === undefined) {
        second = setTimeout(startSecond, settledMs)
        next()
      }
      return problem
    },
    async close(deskId) {
      desks.delete(deskId)
      for (const seat of seats) seat.lacks.delete(deskId)
      const letGo = seats
        .filter((seat) => seat.running === null)
        .map((seat) => answered(seat, `closed ${deskId}`, { close: { deskId } }))
      for (const seat of seats) interrupt(seat)
      for (const call of waiting) if (deskOf(call.request) === deskId) refuse(call, closed)
      waiting = waiting.filter((call) => deskOf(call.request) !== deskId)
      // Only now, so that nobody lets go of the files behind a question.
      next()
      await Promise.all(letGo)
      return damaged.delete(deskId)
    },
    end() {
      clearTimeout(second)
      clearTimeout(impatient)
      for (const seat of seats) {
        finish(seat)
        seat.answerer.end()
      }
    },
  }
}

function deskOf(request: unknown): string {
  const { deskId } = (request ?? {}) as { deskId?: unknown }
  return String(deskId)
}

/** Questions that take each other's place: of one desk, and one use that the asker names. null: of none. */
function laneOf({ method, request }: CallMessage): string | null {
  const { deskId, lane } = (request ?? {}) as { deskId?: unknown; lane?: unknown }
  return typeof lane === 'string' ? JSON.stringify([method, deskId, lane]) : null
}
