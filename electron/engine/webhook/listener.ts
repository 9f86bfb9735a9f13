// The listener thread: answers Stripe on loopback. This is its composition root; it must never run in the engine's own loop, where projection works.
import { parentPort, workerData } from 'node:worker_threads'
import { setTimeout as wait } from 'node:timers/promises'
import { loopbackHosts } from './admission.ts'
import type { ListeningDesk } from './admission.ts'
import { createConnections } from './connections.ts'
import { openDoors } from './doors.ts'
import type { Doors, SenderPatience } from './doors.ts'
import { createHandoff } from './handoff.ts'
import type { FromListener, ToListener } from './messages.ts'
import { createPermits } from './permits.ts'
import { createReceiver } from './receive.ts'
import { createReporter } from './report.ts'
import { createWitnesses } from './witnesses.ts'

/** What the thread is started with; no secrets. */
export interface ListenerData {
  port: number
  patienceMs: number
  senderPatience?: SenderPatience | undefined
}

const MOST_CONNECTIONS = 512
const MOST_REFUSALS = 16
/** How long deliveries that wait for the writer may hold up the end, in milliseconds. */
const STOP_PATIENCE_MS = 2000
/** How long it stays before it ends when no port could be bound, in milliseconds. */
const DEAF_PAUSE_MS = 15_000

if (!parentPort) throw new Error('the listener runs as a worker thread')
const engine = parentPort
const say = (message: FromListener): void => engine.postMessage(message)
const { port: wantedPort, patienceMs, senderPatience } = workerData as ListenerData

const desksByPath = new Map<string, ListeningDesk>()
const handoff = createHandoff()
const reporter = createReporter((report) => say({ kind: 'report', report }))
const permits = createPermits((eventId, signatureMs, storedMs) =>
  say({ kind: 'tested', eventId, signatureMs, storedMs }),
)
const witnesses = createWitnesses()
const connections = createConnections({
  most: MOST_CONNECTIONS,
  mostRefusals: MOST_REFUSALS,
  onCrowdedOut: () => reporter.refused(null, 'crowded_out'),
})
let doors: Doors | undefined
let hosts: ReadonlySet<string> = new Set()
const onRequest = createReceiver({
  desksByPath,
  hosts: () => hosts,
  handoff,
  reporter,
  connections,
  permits,
  witnesses,
  now: Date.now,
})

function deskOf(deskId: string): ListeningDesk | undefined {
  return [...desksByPath.values()].find((desk) => desk.deskId === deskId)
}

function forget(deskId: string): void {
  const desk = deskOf(deskId)
  if (desk) desksByPath.delete(desk.path)
}

async function stop(): Promise<void> {
  doors?.shut()
  await Promise.race([handoff.drained(), wait(STOP_PATIENCE_MS)])
  reporter.flush()
  doors?.lock()
  process.exit(0)
}

engine.on('message', (message: ToListener) => {
  switch (message.kind) {
    case 'link':
      return handoff.linkTo(message.port)
    case 'desk': {
      const { kind: _, secrets, ...desk } = message
      forget(desk.deskId)
      desksByPath.set(desk.path, { ...desk, keys: witnesses.keysOf(secrets) })
      return
    }
    case 'secrets': {
      const desk = deskOf(message.deskId)
      if (desk) desksByPath.set(desk.path, { ...desk, keys: witnesses.keysOf(message.secrets) })
      return
    }
    case 'remove':
      forget(message.deskId)
      void handoff.drained(message.deskId).then(() => say({ kind: 'removed', deskId: message.deskId }))
      return
    case 'permit':
      permits.add(message)
      return say({ kind: 'permitted', eventId: message.eventId })
    case 'stop':
      void stop()
  }
})

try {
  doors = await openDoors({
    port: wantedPort,
    patienceMs,
    senderPatience,
    connections,
    onRequest,
    onRefused: (reason) => reporter.refused(null, reason),
  })
  hosts = loopbackHosts(doors.port)
  say({ kind: 'listening', port: doors.port, addresses: doors.addresses, note: doors.note })
} catch (error) {
  say({ kind: 'deaf', problem: error instanceof Error ? error.message : String(error) })
  // The engine starts another, which tries again.
  setTimeout(() => process.exit(1), DEAF_PAUSE_MS)
}
