// The screens of a desk, each with code of its own, which is read when the screen is first wanted or in an idle moment before. It must
// never read any of them while the first screen of a desk still waits for its rows.
import type { QueryClient } from '@tanstack/react-query'
import type { ComponentType } from 'react'
import type { Screen } from '../state/places.ts'
import { usePainted } from '../ui/painted.ts'
import { late } from './late.tsx'
import { ScreenSkeleton } from './screen-skeleton.tsx'

/** Where its code is there, it is drawn in the next frame, and nothing stands in for it. */
export function lateScreen<Props extends object>(read: () => Promise<ComponentType<Props>>) {
  const Screen = late(read, ScreenSkeleton)
  function LateScreen(props: Props) {
    const painted = usePainted()
    return painted || !Screen.isRead() ? <Screen {...props} /> : null
  }
  return Object.assign(LateScreen, { load: Screen.load })
}

export const OverviewScreen = lateScreen(
  async () => (await import('../features/overview/overview-screen.tsx')).OverviewScreen,
)
export const RecoveryScreen = lateScreen(
  async () => (await import('../features/recovery/recovery-screen.tsx')).RecoveryScreen,
)
export const PaymentsScreen = lateScreen(
  async () => (await import('../features/payments/payments-screen.tsx')).PaymentsScreen,
)
export const RefundsScreen = lateScreen(
  async () => (await import('../features/refunds/refunds-screen.tsx')).RefundsScreen,
)
export const FailuresScreen = lateScreen(
  async () => (await import('../features/failures/failures-screen.tsx')).FailuresScreen,
)
export const LettersScreen = lateScreen(
  async () => (await import('../features/letters/letters-screen.tsx')).LettersScreen,
)
export const DisputesScreen = lateScreen(
  async () => (await import('../features/disputes/disputes-screen.tsx')).DisputesScreen,
)
export const RunsScreen = lateScreen(
  async () => (await import('../features/runs/runs-screen.tsx')).RunsScreen,
)
export const NewRunScreen = lateScreen(
  async () => (await import('../features/runs/new-run-screen.tsx')).NewRunScreen,
)
export const RunPage = lateScreen(async () => (await import('../features/runs/run-page.tsx')).RunPage)
export const CustomersScreen = lateScreen(
  async () => (await import('../features/customers/customers-screen.tsx')).CustomersScreen,
)
export const SubscriptionsScreen = lateScreen(
  async () => (await import('../features/subscriptions/subscriptions-screen.tsx')).SubscriptionsScreen,
)
export const AccessScreen = lateScreen(
  async () => (await import('../features/access/access-screen.tsx')).AccessScreen,
)
export const EventsScreen = lateScreen(
  async () => (await import('../features/events/events-screen.tsx')).EventsScreen,
)
export const AuditScreen = lateScreen(
  async () => (await import('../features/audit/audit-screen.tsx')).AuditScreen,
)
export const ListenerScreen = lateScreen(
  async () => (await import('../features/listener/listener-screen.tsx')).ListenerScreen,
)
export const SettingsScreen = lateScreen(
  async () => (await import('../features/settings/settings-screen.tsx')).SettingsScreen,
)

/** What the rail leads to, in its order. */
const onRail = {
  overview: OverviewScreen,
  payments: PaymentsScreen,
  refunds: RefundsScreen,
  failures: FailuresScreen,
  disputes: DisputesScreen,
  recovery: RecoveryScreen,
  runs: RunsScreen,
  customers: CustomersScreen,
  subscriptions: SubscriptionsScreen,
  access: AccessScreen,
  events: EventsScreen,
  audit: AuditScreen,
  listener: ListenerScreen,
  settings: SettingsScreen,
} satisfies Record<Screen, { load: () => Promise<unknown> }>

/** Reads the code of a screen that is about to be wanted. Where that fails, it is read again when it is wanted. */
export async function readScreen(screen: Screen): Promise<void> {
  await onRail[screen].load().catch(() => undefined)
}

const restMilliseconds = 1_000

/** Reads what comes `first`, then the code of every screen, one in each idle moment in which nothing is asked. Returns what ends it. */
export function readScreensAhead(
  client: Pick<QueryClient, 'isFetching'>,
  read: (screen: Screen) => Promise<void>,
  first: () => Promise<void>,
): () => void {
  const unread = [first, ...(Object.keys(onRail) as Screen[]).map((screen) => () => read(screen))]
  let ended = false
  const next = (): void => {
    if (client.isFetching() > 0) return rest()
    void unread.shift()?.().then(whenIdle)
  }
  const whenIdle = (): void => {
    if (!ended) requestIdleCallback(next)
  }
  const rest = (): void => void setTimeout(whenIdle, restMilliseconds)
  rest()
  return () => {
    ended = true
  }
}
