// Test clocks, in the shape Stripe sends them: a time of its own for a few customers and what is billed to them.
import type { Identified } from './records.ts'

export interface TestClock extends Identified {
  readonly object: 'test_helpers.test_clock'
  readonly deletes_after: number
  /** Seconds. */
  readonly frozen_time: number
  readonly livemode: boolean
  readonly name: string | null
  readonly status: 'advancing' | 'ready'
  readonly status_details: { readonly advancing?: { readonly target_frozen_time: number } }
}
