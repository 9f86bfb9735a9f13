// The faults a refund is put through: where the process is killed, or what Stripe does instead of answering.
import type { ChaosAction } from '../../electron/simulator/chaos.ts'

/** The process is killed when the order has come this far. */
export const killSteps = [
  'as_it_is_placed',
  'while_held',
  'while_read_before_sending',
  'while_sent_before_the_effect',
  'after_the_effect_before_the_answer',
  'as_the_answer_comes',
] as const
export type KillStep = (typeof killSteps)[number]

/** What Stripe does to the next calls, without a kill. `exhausted`: more often than an order is retried. */
export const mishaps: Record<string, { actions: ChaosAction[] }> = {
  nothing: { actions: [] },
  lost_response: { actions: ['lose_response'] },
  lost_responses_exhausted: { actions: Array.from({ length: 12 }, () => 'lose_response' as const) },
  refused_connection: { actions: ['refuse', 'refuse'] },
  too_many_requests: { actions: ['429', '429'] },
  too_many_requests_exhausted: { actions: Array.from({ length: 6 }, () => '429' as const) },
  error_before: { actions: ['500_before'] },
  error_before_exhausted: { actions: Array.from({ length: 6 }, () => '500_before' as const) },
  error_after_the_effect: { actions: ['500_after'] },
  error_without_effect: { actions: ['500_kept'] },
  mixed: { actions: ['429', 'lose_response', '500_before', 'refuse'] },
}
export type Mishap = keyof typeof mishaps

export type Fault =
  { kind: 'kill'; step: KillStep } | { kind: 'mishap'; mishap: string } | { kind: 'double_submit' }

/** Every fault there is, once. */
export const everyFault: readonly Fault[] = [
  ...killSteps.map((step) => ({ kind: 'kill', step }) as const),
  ...Object.keys(mishaps).map((mishap) => ({ kind: 'mishap', mishap }) as const),
  { kind: 'double_submit' },
]
