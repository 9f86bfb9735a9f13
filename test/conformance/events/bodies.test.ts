// Recorded events of many API versions, from 2017 on: each is understood or kept, none is dropped, failed or left waiting.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { kindOfObject } from '../../../electron/store/projections/kinds.ts'
import { aDesk } from '../../integration/projector/projector.support.ts'

const folder = fileURLToPath(new URL('../../../../shared/stripe/events', import.meta.url))
const isThere = existsSync(folder)

interface RecordedEvent {
  id: string
  type: string
  data: { object: { id?: string; object?: string } }
}

test.skipIf(!isThere)(
  'every recorded event is in the log, and in the tables if there is one (skipped where ../shared is absent)',
  async () => {
    const files = readdirSync(folder, { recursive: true })
      .map(String)
      .filter((name) => name.endsWith('.json'))
    expect(files.length).toBeGreaterThan(150)
    const events = files.map((name) => {
      const event = JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as RecordedEvent
      // Some recordings share an id.
      return { ...event, id: `evt_${name}` }
    })
    const desk = aDesk()
    await desk.projector.ingest(events, 'catch_up')
    const known = events.filter(
      ({ data: { object } }) =>
        typeof object.id === 'string' && kindOfObject(object.object ?? '') !== undefined,
    )
    for (const event of events) {
      const expected = known.includes(event) ? 'applied' : 'kept'
      expect({ id: event.id, ...desk.state(event.id) }).toMatchObject({
        id: event.id,
        state: expected,
        problem: null,
      })
    }
    expect(known.length).toBeGreaterThan(100)
    const shown = desk.cache
      .prepare<[], Record<string, unknown>>(
        `SELECT (SELECT count(*) FROM invoice_lines) AS lines, (SELECT count(*) FROM subscription_items) AS items,
         (SELECT count(*) FROM payment_intents WHERE method_last4 IS NOT NULL) AS methods`,
      )
      .get()
    for (const count of Object.values(shown ?? {})) expect(count).toBeGreaterThan(1)
  },
)
