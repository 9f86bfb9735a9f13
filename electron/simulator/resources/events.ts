// /v1/events: what happened in the last thirty days, and whether the webhooks were reached.
import { EVENT_RETENTION_SECONDS, type Book } from '../book.ts'
import { listParameters, operation, pageOf, recordOf, type Operation } from '../operations.ts'
import { flag, listOf, text } from '../parameters.ts'
import { isRefusal, refusals, refuse } from '../refusals.ts'

const READ = ['rak_event_read'] as const
const oldestListed = (book: Book) => book.clock.nowSeconds() - EVENT_RETENTION_SECONDS

/** `charge.*` matches every event under charge. */
function matcher(types: readonly string[]): (type: string) => boolean {
  const exact = new Set(types.filter((type) => !type.endsWith('*')))
  const starts = types.filter((type) => type.endsWith('*')).map((type) => type.slice(0, -1))
  return (type) => exact.has(type) || starts.some((start) => type.startsWith(start))
}

export const eventOperations: readonly Operation[] = [
  operation({
    method: 'GET',
    path: '/v1/events',
    answers: 'event',
    isList: true,
    permissions: READ,
    parameters: { ...listParameters, delivery_success: flag, type: text(), types: listOf(text(), 20) },
    run: ({ book, parameters }) => {
      const { created, delivery_success, type, types } = parameters
      if (type !== undefined && types !== undefined)
        return refuse(400, { message: 'You may only specify one of these parameters: type, types.' })
      const wanted = type === undefined ? types : [type]
      const isWanted = wanted === undefined ? undefined : matcher(wanted)
      const oldest = oldestListed(book)
      return pageOf(
        book.events,
        {
          created: { ...created, gte: Math.max(created?.gte ?? oldest, oldest) },
          matching: (event) =>
            (isWanted?.(event.type) ?? true) &&
            (delivery_success === undefined || (event.pending_webhooks === 0) === delivery_success),
        },
        parameters,
        { noun: 'event', url: '/v1/events' },
      )
    },
  }),
  operation({
    method: 'GET',
    path: '/v1/events/:event',
    answers: 'event',
    permissions: READ,
    parameters: {},
    run: (call) => {
      const id = call.ids['event'] ?? ''
      const event = recordOf(call, (book) => book.events, id, { noun: 'event', param: 'id' })
      if (isRefusal(event) || event.created >= oldestListed(call.book)) return event
      return refusals.noSuch('event', id, 'id')
    },
  }),
]
