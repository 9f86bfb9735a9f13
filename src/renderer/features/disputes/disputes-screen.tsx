// The disputes of a desk, by how long there is left to answer them, and the one that is open beside the list. Everything that says which rows and
// which dispute stands in the address.
import { ShieldCheck } from 'lucide-react'
import { useCallback } from 'react'
import { useLocation } from 'wouter'
import type { Desk } from '../../../contract/desks.ts'
import type { DisputeCounts, DisputeRow } from '../../../contract/disputes.ts'
import { askDisputes, useDispute, useDisputeCounts, useDisputes } from '../../bridge/failure-queries.ts'
import { disputesPlace, paymentsPlace } from '../../state/places.ts'
import { ChoiceTabs } from '../../ui/lists/choice-tabs.tsx'
import { copyText } from '../../ui/copy.ts'
import { CurrencyFilter } from '../../ui/lists/currency-filter.tsx'
import { DateFilter } from '../../ui/dates/date-panel.tsx'
import { ExportButton } from '../../ui/lists/export-button.tsx'
import { FilterRow } from '../../ui/lists/filter-row.tsx'
import { Grid } from '../../ui/lists/grid.tsx'
import { openLink } from '../../ui/links.ts'
import { useListAddress, useLoadedRows } from '../../ui/lists/list-address.ts'
import { ListBody } from '../../ui/lists/list-body.tsx'
import { NoMatch, NoRows, useHowFarRead } from '../../ui/lists/no-rows.tsx'
import { ListScreen } from '../../ui/lists/list-screen.tsx'
import { ListSkeleton } from '../../ui/lists/list-skeleton.tsx'
import { useListWithInspector } from '../../ui/lists/list-with-inspector.ts'
import { SearchField } from '../../ui/lists/search-field.tsx'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { OneLine } from '../../ui/one-line.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { Sums } from '../../ui/sums.tsx'
import { addUp } from '../../ui/totals.ts'
import { toast } from '../../ui/toast.tsx'
import { rowGrid } from './columns.ts'
import { disputeTable } from './dispute-csv.ts'
import { stateLook, states } from './dispute-looks.ts'
import {
  formatDisputeQuery,
  isNarrowed,
  parseDisputeQuery,
  toFilter,
  withoutFilters,
  type DisputeQuery,
} from './dispute-query.ts'
import { DisputeHeader, DisputeRowView } from './dispute-row.tsx'
import { DisputeInspector } from './inspector.tsx'
import { countText } from '../../ui/count.ts'

const address = { placeOf: disputesPlace, parse: parseDisputeQuery, format: formatDisputeQuery, toFilter }

export function DisputesScreen({ desk, disputeId }: { desk: Desk; disputeId: string | null }) {
  const { query, change, open, filter } = useListAddress(address, desk.id, disputeId)
  const list = useDisputes(desk.id, filter, query.sort)
  const counts = useDisputeCounts(desk.id, filter).data
  const read = useHowFarRead(desk.id)
  const { rows, total, said } = useLoadedRows(list, 'dispute', 'disputes')
  const narrowed = isNarrowed(query)
  const { activeId, gridProps, search, leaveSearch, close, over, covered } = useListWithInspector({
    openId: disputeId,
    rows,
    open,
    list,
  })
  const onSort = useCallback((sort: typeof query.sort) => change({ sort }), [change])
  const row = rows.find(({ id }) => id === activeId)
  // One that a link opened may not be in the list.
  const linked = useDispute(desk.id, row === undefined ? disputeId : null).data
  useDisputeKeys(desk, row ?? linked ?? null)
  return (
    <ListScreen
      name="Disputes"
      beside={
        <ExportButton
          ready={rows.length > 0}
          table={(now) => disputeTable(desk, query, now)}
          askPage={(after) => askDisputes({ deskId: desk.id, filter, sort: query.sort, after })}
        />
      }
      covered={covered}
      said={said(narrowed)}
      inspector={
        disputeId !== null && (
          <DisputeInspector
            key={desk.id}
            desk={desk}
            disputeId={disputeId}
            row={rows.find(({ id }) => id === disputeId)}
            over={over}
            onClose={close}
          />
        )
      }
    >
      <StateTabs counts={counts} state={query.state} onChoose={(state) => change({ state })} />
      <Disputed counts={counts} state={query.state} />
      <FilterRow label="Disputes" onClear={narrowed ? () => change(withoutFilters(query)) : null}>
        <SearchField
          label="Search disputes"
          placeholder="Name, reason, id"
          text={query.text}
          inputRef={search}
          onText={(text) => change({ text })}
          onLeave={leaveSearch}
        />
        <DateFilter label="Opened" when={query.when} onChange={(when) => change({ when })} />
        <CurrencyFilter
          currencies={counts?.currencies ?? []}
          chosen={query.currency}
          onChoose={(currency) => change({ currency })}
        />
      </FilterRow>
      <ListBody
        name="Disputes"
        list={list}
        count={rows.length}
        waiting={<Waiting />}
        none={
          narrowed ? (
            <NoMatch noun="dispute" read={read} onClear={() => change(withoutFilters(query))} />
          ) : (
            <NoRows noun="disputes" read={read} waiting={<Waiting />}>
              <EmptyState icon={ShieldCheck} title="No disputes">
                When a customer disputes a payment with their bank, it appears here with the day by which you
                have to answer, the nearest first. Evidence is given in the Stripe Dashboard.
              </EmptyState>
            </NoRows>
          )
        }
      >
        <Grid
          {...gridProps}
          label="Disputes"
          attribute="data-dispute"
          columnCount={6}
          rows={rows}
          total={total}
          listName={formatDisputeQuery(query)}
          header={<DisputeHeader sort={query.sort} onSort={onSort} />}
          rowView={DisputeRowView}
        />
      </ListBody>
    </ListScreen>
  )
}

function StateTabs({
  counts,
  state,
  onChoose,
}: {
  counts: DisputeCounts | undefined
  state: DisputeQuery['state']
  onChoose: (state: DisputeQuery['state']) => void
}) {
  const countOf = (wanted: DisputeQuery['state']): number =>
    counts?.byState.reduce(
      (sum, each) => (wanted === '' || each.state === wanted ? sum + each.count : sum),
      0,
    ) ?? 0
  const choice = (value: DisputeQuery['state'], word: string) => ({
    word,
    value,
    ...(counts === undefined ? {} : { count: countText(countOf(value)) }),
  })
  return (
    <ChoiceTabs
      label="State"
      choices={[
        choice('', 'All'),
        ...states
          .filter((each) => each === 'answer' || each === state || countOf(each) > 0)
          .map((each) => choice(each, stateLook(each).word)),
      ]}
      isChosen={(value) => value === state}
      onChoose={onChoose}
    />
  )
}

/** What the chosen state comes to in each currency. As high with nothing to say, so that the list keeps its place. */
function Disputed({ counts, state }: { counts: DisputeCounts | undefined; state: DisputeQuery['state'] }) {
  const shown = counts?.byState.filter((each) => state === '' || each.state === state) ?? []
  const sums = addUp(shown.flatMap((each) => each.sums))
  return (
    <OneLine role="group" label="Disputed" height={20} line="gap-x-3 px-4 whitespace-nowrap text-ink-2">
      {sums.length > 0 && <span>Disputed</span>}
      <Sums sums={sums} noun="dispute" />
    </OneLine>
  )
}

/** The keys of this screen beside those of every list. */
function useDisputeKeys(desk: Desk, active: DisputeRow | null): void {
  const [, navigate] = useLocation()
  const onActive = (act: (row: DisputeRow) => void) => (): void | false =>
    active === null ? false : act(active)
  useShortcuts({
    e: onActive(({ state, dashboardUrl }) =>
      state === 'answer' ? void openLink(dashboardUrl) : toast({ title: 'No evidence is wanted for it' }),
    ),
    o: onActive(({ paymentIntentId }) =>
      paymentIntentId === null
        ? toast({ title: 'Its payment is not known' })
        : navigate(paymentsPlace(desk.id, paymentIntentId)),
    ),
    c: onActive(({ id }) => void copyText(id, 'Dispute id')),
  })
}

function Waiting() {
  return (
    <ListSkeleton
      label="Loading disputes"
      rowGrid={rowGrid}
      cells={['h-4 w-24', 'ml-auto h-3 w-16', 'h-3 w-32 max-w-full']}
    />
  )
}
