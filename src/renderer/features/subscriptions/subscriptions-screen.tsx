// The subscriptions of a desk by state, filtered, what they are worth a month, and the one that is open beside them. Everything that says which
// rows and which subscription stands in the address.
import { Repeat } from 'lucide-react'
import { useCallback } from 'react'
import type { Desk } from '../../../contract/desks.ts'
import type { SubscriptionAct, SubscriptionRow } from '../../../contract/subscriptions.ts'
import { attentions } from '../../../contract/subscription-lists.ts'
import { subscriptionUrl } from '../../../domain/dashboard-url.ts'
import {
  askSubscriptions,
  useSubscription,
  useSubscriptionCounts,
  useSubscriptions,
} from '../../bridge/subscription-queries.ts'
import { chosenSubscriptions } from '../../state/chosen.ts'
import { subscriptionsPlace } from '../../state/places.ts'
import { copyText } from '../../ui/copy.ts'
import { ExportButton } from '../../ui/lists/export-button.tsx'
import { Grid } from '../../ui/lists/grid.tsx'
import { openLink } from '../../ui/links.ts'
import { useListAddress, useLoadedRows } from '../../ui/lists/list-address.ts'
import { ListBody } from '../../ui/lists/list-body.tsx'
import { NoMatch, NoRows, useHowFarRead } from '../../ui/lists/no-rows.tsx'
import { ListScreen } from '../../ui/lists/list-screen.tsx'
import { ListSkeleton } from '../../ui/lists/list-skeleton.tsx'
import { useListWithInspector } from '../../ui/lists/list-with-inspector.ts'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { EmptyState } from '../../ui/states.tsx'
import { chooseByClick, useChoosing } from '../../ui/lists/use-choosing.ts'
import { act, actWords, cancelOrKeep, changeOne, pauseOrResume } from './acts.ts'
import { ChosenSubscriptions, doToMany } from './choice-bar.tsx'
import { rowGrid } from './columns.ts'
import { FilterBar } from './filter-bar.tsx'
import { SubscriptionInspector } from './inspector.tsx'
import { MonthlyValue, StatusStrip } from './status-strip.tsx'
import { subscriptionTable } from './subscription-csv.ts'
import {
  formatSubscriptionQuery,
  isNarrowed,
  parseSubscriptionQuery,
  toFilter,
  withoutFilters,
} from './subscription-query.ts'
import { SubscriptionHeader, SubscriptionRowView } from './subscription-row.tsx'

const address = {
  placeOf: subscriptionsPlace,
  parse: parseSubscriptionQuery,
  format: formatSubscriptionQuery,
  toFilter,
}

export function SubscriptionsScreen({ desk, subscriptionId }: { desk: Desk; subscriptionId: string | null }) {
  const { query, change, open, filter } = useListAddress(address, desk.id, subscriptionId)
  const list = useSubscriptions(desk.id, filter, query.sort)
  const counted = useSubscriptionCounts(desk.id, filter)
  const counts = counted.data
  const { status: _, ...anyStatus } = filter
  const attentive = useSubscriptionCounts(desk.id, { ...anyStatus, attention: [...attentions] }).data?.total
  const read = useHowFarRead(desk.id)
  const { rows, total, said } = useLoadedRows(list, 'subscription', 'subscriptions')
  const narrowed = isNarrowed(query)
  const { activeId, grid, gridProps, search, leaveSearch, close, over, covered } = useListWithInspector({
    openId: subscriptionId,
    rows,
    open,
    list,
  })
  const onSort = useCallback((sort: typeof query.sort) => change({ sort }), [change])
  useSubscriptionKeys(
    desk,
    subscriptionId,
    rows.find(({ id }) => id === activeId),
  )
  useChoosing(chosenSubscriptions, rows, activeId, grid)
  const currencies = [
    ...new Set([
      ...(counts?.monthly.map(({ currency }) => currency) ?? []),
      ...rows.flatMap(({ currency }) => (currency === null ? [] : [currency])),
    ]),
  ]
  return (
    <ListScreen
      name="Subscriptions"
      beside={
        <ExportButton
          ready={rows.length > 0 && !counted.isPending && !counted.isPlaceholderData}
          table={(now) => subscriptionTable(desk, query, counts?.partial === true, now)}
          askPage={(after) => askSubscriptions({ deskId: desk.id, filter, sort: query.sort, after })}
        />
      }
      covered={covered}
      said={said(narrowed)}
      inspector={
        subscriptionId !== null && (
          <SubscriptionInspector
            key={desk.id}
            desk={desk}
            subscriptionId={subscriptionId}
            row={rows.find(({ id }) => id === subscriptionId)}
            over={over}
            onClose={close}
          />
        )
      }
    >
      <StatusStrip counts={counts} attentive={attentive} query={query} onChoose={change} />
      <MonthlyValue counts={counts} />
      <FilterBar
        deskId={desk.id}
        query={query}
        currencies={currencies}
        searchRef={search}
        onChange={change}
        onLeaveSearch={leaveSearch}
      />
      <ListBody
        name="Subscriptions"
        list={list}
        count={rows.length}
        waiting={<Waiting />}
        none={
          narrowed ? (
            <NoMatch noun="subscription" read={read} onClear={() => change(withoutFilters(query))} />
          ) : (
            <NoRows noun="subscriptions" read={read} waiting={<Waiting />}>
              <NoSubscriptions />
            </NoRows>
          )
        }
      >
        <div
          className="h-full"
          onClickCapture={chooseByClick(chosenSubscriptions, rows, 'data-subscription')}
        >
          <Grid
            {...gridProps}
            label="Subscriptions"
            attribute="data-subscription"
            columnCount={8}
            rows={rows}
            total={total}
            listName={formatSubscriptionQuery(query)}
            header={<SubscriptionHeader rows={rows} sort={query.sort} onSort={onSort} />}
            rowView={SubscriptionRowView}
          />
        </div>
      </ListBody>
      <ChosenSubscriptions desk={desk} listed={list.isPending ? null : rows} />
    </ListScreen>
  )
}

/** The keys of this screen beside those of every list. What can be done to many is done to all that are chosen; one that is open is asked what it allows. */
function useSubscriptionKeys(desk: Desk, openId: string | null, active: SubscriptionRow | undefined): void {
  const detail = useSubscription(desk.id, openId).data
  const meant = detail?.subscription ?? active
  const onActive = (does: (row: SubscriptionRow) => void) => (): void | false =>
    meant === undefined ? false : does(meant)
  /** What the opened one allows of what is under this key. */
  const allowed = (keys: string): SubscriptionAct | undefined =>
    detail?.explanation.can.find((each) => actWords[each.act].keys === keys)?.act
  const orMany =
    (keys: string, many: Parameters<typeof doToMany>[1], one: (desk: Desk, row: SubscriptionRow) => void) =>
    (): void | false => {
      const { chosen } = chosenSubscriptions.use.getState()
      const can = allowed(keys)
      if (chosen.size > 0) doToMany(desk, many, [...chosen.values()])
      else if (detail && can !== undefined) act(desk, detail, can)
      else if (meant !== undefined) one(desk, meant)
      else return false
    }
  useShortcuts({
    e: onActive((row) => changeOne(desk, row)),
    p: orMany('p', 'pause', pauseOrResume),
    d: orMany('d', 'cancel', cancelOrKeep),
    c: onActive(({ id }) => void copyText(id, 'Subscription id')),
    o: onActive(({ id }) => void openLink(subscriptionUrl(desk.accountId, desk.mode, id))),
  })
}

function Waiting() {
  return (
    <ListSkeleton
      label="Loading subscriptions"
      rowGrid={rowGrid}
      cells={['h-3 w-32 max-w-full', 'h-4 w-16', 'ml-auto h-3 w-16']}
    />
  )
}

function NoSubscriptions() {
  return (
    <EmptyState icon={Repeat} title="No subscriptions yet">
      What customers pay again and again appears here as soon as Stripe has one: from Checkout, the Dashboard
      or your own integration. Each says why it stands as it does, what comes next and what you can do; what a
      change would cost is shown before anything is sent.
    </EmptyState>
  )
}
