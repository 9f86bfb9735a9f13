// A process that takes events into a desk's cache until it is done, or until it kills itself at the moment it was told: before, in the
// middle of, or after the writing of the fact of one event. Started with all of it as JSON.
import { readFileSync } from 'node:fs'
import { openProjector } from '../../electron/engine/projector/projector.ts'
import { openCache } from '../../electron/store/open.ts'

export interface Given {
  folder: string
  /** Hex. */
  key: string
  /** A file with a JSON array of events. */
  events: string
  /** Null: to the end. */
  death: { eventId: string; when: 'before' | 'during' | 'derived' | 'after' } | null
}

const given = JSON.parse(process.argv[2] ?? '{}') as Given
const { death } = given
const opened = openCache(given.folder, Buffer.from(given.key, 'hex'))
if (!opened.ok) throw new Error(opened.detail)
const cache = opened.database
const rows = (JSON.parse(readFileSync(given.events, 'utf8')) as object[]).map((event, index) => ({
  seq: index + 1,
  receivedAt: 1,
  body: Buffer.from(JSON.stringify(event)),
}))

const die = (): void => void process.kill(process.pid, 'SIGKILL')
cache.function('die', { directOnly: false }, () => {
  die()
  return null
})
const triggers: Record<NonNullable<typeof death>['when'], string> = {
  before: 'BEFORE INSERT ON access_facts',
  during: 'AFTER INSERT ON access_facts',
  derived: 'AFTER INSERT ON access_stretches',
  after: '',
}
if (death !== null && triggers[death.when] !== '')
  cache.exec(
    `CREATE TEMP TRIGGER death ${triggers[death.when]} WHEN new.event_id = '${death.eventId}' BEGIN SELECT die(); END`,
  )

const projector = openProjector({
  cache,
  // As if killed before the writer heard of what is in: all of it comes again.
  inbox: {
    after: (seq, limit) => rows.filter((row) => row.seq > seq).slice(0, limit),
    forget: () => undefined,
  },
  readAgain: () => Promise.resolve({ ok: false, error: { code: 'internal', message: 'No way out.' } }),
  now: () => 1,
  changed: () => undefined,
  seen(events) {
    if (death?.when === 'after' && events.some(({ id }) => id === death.eventId)) die()
  },
  onTrouble(thrown) {
    throw thrown
  },
})
await projector.idle()
await projector.stop()
cache.close()
