// Reads what every version of Stripe's events has in common. It must never lose an event for a field that is missing or odd.
import { z } from 'zod'
import type { StripeObject } from '../projections/kind.ts'

/** An event as it is processed; `object` may be kept and is what the event is about, null if it names none. */
export interface StripeEvent {
  id: string
  type: string
  /** Seconds by Stripe's clock. */
  created: number
  apiVersion: string | null
  requestId: string | null
  idempotencyKey: string | null
  objectId: string | null
  objectType: string | null
  object: StripeObject | null
  /** What the object's changed fields were before; null when not told. */
  previous: StripeObject | null
}

const anObject = z.record(z.string(), z.unknown())

const headShape = z.object({
  id: z.string().min(1).max(255),
  type: z.string().min(1).max(255),
  // Events of API v2 write a date.
  created: z.union([z.int(), z.iso.datetime({ offset: true })]),
  api_version: z.string().nullish().catch(null),
  // Before 2017-05-25 the request's id alone.
  request: z
    .union([z.string(), z.object({ id: z.string().nullish(), idempotency_key: z.string().nullish() })])
    .nullish()
    .catch(null),
  data: z
    .object({ object: anObject.nullish().catch(null), previous_attributes: anObject.nullish().catch(null) })
    .nullish()
    .catch(null),
})

/** null for what can't be an event. `body`: an event that may be kept (keepable), parsed. */
export function readEvent(body: unknown): StripeEvent | null {
  const head = headShape.safeParse(body)
  if (!head.success) return null
  const { id, type, created, request, data } = head.data
  const object = data?.object ?? null
  return {
    id,
    type,
    created: typeof created === 'number' ? created : Math.floor(Date.parse(created) / 1000),
    apiVersion: head.data.api_version ?? null,
    requestId: typeof request === 'string' ? request : (request?.id ?? null),
    idempotencyKey: typeof request === 'string' ? null : (request?.idempotency_key ?? null),
    objectId: textOf(object?.['id']),
    objectType: textOf(object?.['object']),
    object,
    previous: data?.previous_attributes ?? null,
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
