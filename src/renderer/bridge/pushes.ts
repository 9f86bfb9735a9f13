// Follows the pushes: what they bring is taken in, what they spoil is asked for again (spoiling.ts).
import type { QueryClient } from '@tanstack/react-query'
import type { ChangeOrder } from '../../contract/changes.ts'
import type { Desk } from '../../contract/desks.ts'
import type { Order } from '../../contract/refunds.ts'
import type { PushOf } from '../../contract/schemas.ts'
import { onPush } from './client.ts'
import { adoptDesks } from './desk-queries.ts'
import { keys } from './keys.ts'
import { spoilerOf } from './spoiling.ts'
import { takeIn } from './under-way.ts'

/** What depends on the time of day is asked again so often. */
const timePassesMilliseconds = 60_000

/**
 * Follows the pushes until the returned function is called. Orders, the theme and a new start of the engine go to whoever keeps
 * them (`onOrder`, `onTheme`, `onRestart`): they concern all screens.
 */
export function followPushes(
  client: QueryClient,
  heard: {
    onOrder: (order: Order | ChangeOrder) => void
    onTheme: (dark: boolean, choice?: PushOf<'theme.changed'>['theme']) => void
    onRestart: () => void
  },
): () => void {
  const spoil = spoilerOf(client)
  const passing = setInterval(() => {
    for (const { id } of client.getQueryData<Desk[]>(keys.desks) ?? []) spoil.timePassed(id)
  }, timePassesMilliseconds)
  const end = onPush({
    'desk.changed': (desk) => adoptDesks(client, desk),
    'desk.switched': ({ desk }) => desk && adoptDesks(client, desk),
    'data.changed': ({ deskId, kinds }) => {
      for (const kind of kinds) spoil.changed(deskId, kind)
    },
    'order.changed': (order) => {
      heard.onOrder(order)
      spoil.list(keys.orders(order.deskId))
      spoil.answer(keys.payment(order.deskId, order.paymentIntentId))
      spoil.refunds(order.deskId)
    },
    'change.changed': (order) => {
      heard.onOrder(order)
      spoil.list(keys.changes(order.deskId))
      spoil.answer(keys.customersOfDesk(order.deskId))
      spoil.answer(keys.failuresOfDesk(order.deskId))
      spoil.answer(keys.subscriptionsOfDesk(order.deskId))
    },
    'run.changed': (run) => {
      takeIn(client, keys.run(run.deskId, run.id), run)
      spoil.list(keys.runs(run.deskId))
      spoil.rowsOfRun(keys.runRows(run.deskId, run.id))
      // What it retries, no other retry of the same rows can, whichever run that would be of.
      if (run.retryOf !== null) spoil.answer(keys.runsOfDesk(run.deskId))
    },
    'sync.changed': (sync) => takeIn(client, keys.sync(sync.deskId), sync),
    'listener.changed': (listener) => takeIn(client, keys.listener(listener.deskId), listener),
    'day.progress': (progress) => takeIn(client, keys.dayProgress(progress.deskId), progress),
    // The shell shows it.
    notice: () => undefined,
    'theme.changed': ({ dark, theme }) => heard.onTheme(dark, theme),
    'engine.restarted': () => heard.onRestart(),
  })
  return () => {
    end()
    clearInterval(passing)
    spoil.stop()
  }
}
