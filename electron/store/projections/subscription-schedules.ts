// Subscription schedules as rows: what will become of a subscription, and when.
import { z } from 'zod'
import { kindOf } from './kind.ts'
import { idOf, reference, seconds, text } from './shapes.ts'

const phaseShape = z.object({
  start_date: seconds,
  end_date: seconds.nullish(),
  trial_end: seconds.nullish(),
  items: z.array(z.object({ price: reference, plan: reference, quantity: z.int().nullish() })).nullish(),
})

/** A phase as the column keeps it. */
export interface SchedulePhase {
  start: number
  end: number | null
  trialEnd: number | null
  items: { price: string | null; quantity: number | null }[]
}

const scheduleShape = z.object({
  id: z.string(),
  object: z.literal('subscription_schedule'),
  customer: reference,
  subscription: reference,
  status: z.string(),
  end_behavior: text,
  phases: z.array(phaseShape).nullish(),
  created: seconds.nullish(),
})

export const subscriptionSchedules = kindOf({
  table: 'subscription_schedules',
  objects: ['subscription_schedule'],
  shape: scheduleShape,
  references: ['customer', 'subscription'],
  columns(schedule) {
    const phases = (schedule.phases ?? []).map((phase): SchedulePhase => ({
      start: phase.start_date,
      end: phase.end_date ?? null,
      trialEnd: phase.trial_end ?? null,
      items: (phase.items ?? []).map((item) => ({
        price: idOf(item.price) ?? idOf(item.plan),
        quantity: item.quantity ?? null,
      })),
    }))
    return {
      customer_id: idOf(schedule.customer),
      subscription_id: idOf(schedule.subscription),
      status: schedule.status,
      end_behavior: schedule.end_behavior,
      last_phase_start: phases.length === 0 ? null : Math.max(...phases.map(({ start }) => start)),
      phases: JSON.stringify(phases),
      created: schedule.created ?? 0,
    }
  },
})
