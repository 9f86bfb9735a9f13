// Who has access to what: per customer and product on or off, why and since when, now or as it was on another day. Everything that says which
// rows and which moment stands in the address.
import { KeyRound, SlidersHorizontal } from 'lucide-react'
import { useMemo } from 'react'
import { useLocation } from 'wouter'
import type { Desk } from '../../../contract/desks.ts'
import { accessReasons } from '../../../contract/subscription-lists.ts'
import {
  askAccess,
  useAccess,
  useAccessPolicy,
  useAccessRow,
  useAccessStanding,
  type AccessItem,
} from '../../bridge/subscription-queries.ts'
import { accessPlace, subscriptionsPlace } from '../../state/places.ts'
import { reasonLook } from '../../ui/words/access-looks.ts'
import { Button } from '../../ui/button.tsx'
import { ChoiceTabs } from '../../ui/lists/choice-tabs.tsx'
import { copyText } from '../../ui/copy.ts'
import { countText } from '../../ui/count.ts'
import { ExportButton } from '../../ui/lists/export-button.tsx'
import { Select } from '../../ui/field.tsx'
import { FilterRow } from '../../ui/lists/filter-row.tsx'
import { Grid } from '../../ui/lists/grid.tsx'
import { useListAddress, useLoadedRows } from '../../ui/lists/list-address.ts'
import { ListBody } from '../../ui/lists/list-body.tsx'
import { NoMatch, NoRows, useHowFarRead } from '../../ui/lists/no-rows.tsx'
import { ListScreen } from '../../ui/lists/list-screen.tsx'
import { ListSkeleton } from '../../ui/lists/list-skeleton.tsx'
import { useListWithInspector } from '../../ui/lists/list-with-inspector.ts'
import { openForm } from '../../ui/orders/open-form.ts'
import { noteAccess } from '../../ui/orders/order-access.ts'
import { ProductFilter } from '../../ui/lists/product-filter.tsx'
import { SearchField } from '../../ui/lists/search-field.tsx'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { EmptyState } from '../../ui/states.tsx'
import { dayOf } from '../../ui/dates/time.ts'
import { accessTable } from './access-csv.ts'
import {
  formatAccessQuery,
  isNarrowed,
  parseAccessQuery,
  secondsOf,
  toFilter,
  withoutFilters,
  type AccessQuery,
} from './access-query.ts'
import { AccessHeader, AccessRowView } from './access-row.tsx'
import { AsOfControl, PastBanner } from './as-of.tsx'
import { rowGrid } from './columns.ts'
import { AccessInspector } from './inspector.tsx'

const address = { placeOf: accessPlace, parse: parseAccessQuery, format: formatAccessQuery, toFilter }

export function AccessScreen({ desk, rowId }: { desk: Desk; rowId: string | null }) {
  const { query, change, open, filter } = useListAddress(address, desk.id, rowId)
  const at = secondsOf(query.at)
  const list = useAccess(desk.id, filter, at)
  const standing = useAccessStanding(desk.id, filter, at).data
  const policy = useAccessPolicy(desk.id).data
  const read = useHowFarRead(desk.id)
  const { rows, total, said } = useLoadedRows(list, 'row', 'rows')
  const narrowed = isNarrowed(query)
  const { activeId, gridProps, search, leaveSearch, close, over, covered } = useListWithInspector({
    openId: rowId,
    rows,
    open,
    list,
  })
  const row = rows.find(({ id }) => id === activeId)
  // One that a link opened may not be in the list.
  const linked = useAccessRow(desk.id, row === undefined ? rowId : null, at).data ?? undefined
  useAccessKeys(desk, row ?? linked)
  const knownFrom = standing?.knownFrom ?? null
  const header = useMemo(() => <AccessHeader />, [])
  return (
    <ListScreen
      name="Access"
      beside={
        <>
          <Button
            look="ghost"
            icon={SlidersHorizontal}
            onClick={() =>
              openForm(
                noteAccess(desk),
                { kind: 'access-policy', deskId: desk.id },
                'The policy can’t be changed here',
              )
            }
          >
            {policy === undefined
              ? 'Policy'
              : `Policy: ${policy.graceDays} ${policy.graceDays === 1 ? 'day' : 'days'} of grace`}
          </Button>
          <ExportButton
            ready={rows.length > 0 && policy !== undefined && standing !== undefined}
            table={(now) => accessTable(desk, query, policy, knownFrom, now)}
            askPage={(after) => askAccess({ deskId: desk.id, filter, at, after })}
          />
        </>
      }
      covered={covered}
      said={said(narrowed)}
      inspector={
        rowId !== null && (
          <AccessInspector
            key={desk.id}
            desk={desk}
            rowId={rowId}
            row={rows.find(({ id }) => id === rowId)}
            at={at}
            over={over}
            onClose={close}
          />
        )
      }
    >
      <PastBanner at={query.at} knownFrom={knownFrom} onNow={() => change({ at: '' })} />
      <OnTabs
        counts={standing?.counts}
        on={query.on}
        onChoose={(on) => change({ on })}
        says={at === null && knownFrom !== null ? `Known for sure from ${dayOf(knownFrom * 1000)} on` : null}
      />
      <FilterRow label="Access" onClear={narrowed ? () => change(withoutFilters(query)) : null}>
        <SearchField
          label="Search access"
          placeholder="Name, e-mail, product, id"
          text={query.text}
          inputRef={search}
          onText={(text) => change({ text })}
          onLeave={leaveSearch}
        />
        <Filters deskId={desk.id} query={query} onChange={change} />
        <AsOfControl key={query.at} at={query.at} onChange={(moment) => change({ at: moment })} />
      </FilterRow>
      <ListBody
        name="Access"
        list={list}
        count={rows.length}
        waiting={<Waiting />}
        none={
          narrowed ? (
            <NoMatch noun="access" all="reasons" read={read} onClear={() => change(withoutFilters(query))} />
          ) : (
            <NoRows noun="access" read={read} waiting={<Waiting />}>
              <Nothing past={at !== null} />
            </NoRows>
          )
        }
      >
        <Grid
          {...gridProps}
          label="Access"
          attribute="data-access"
          columnCount={6}
          rows={rows}
          total={total}
          listName={formatAccessQuery(query)}
          header={header}
          rowView={AccessRowView}
        />
      </ListBody>
    </ListScreen>
  )
}

function OnTabs({
  counts,
  on,
  onChoose,
  says,
}: {
  counts: { on: number; off: number } | null | undefined
  on: AccessQuery['on']
  onChoose: (on: AccessQuery['on']) => void
  says: string | null
}) {
  const tab = (value: AccessQuery['on'], word: string, count: number | undefined) => ({
    word,
    value,
    ...(count === undefined ? {} : { count: countText(count) }),
  })
  return (
    <ChoiceTabs
      label="On or off"
      choices={[
        tab('', 'All', counts ? counts.on + counts.off : undefined),
        tab('on', 'On', counts?.on),
        tab('off', 'Off', counts?.off),
      ]}
      isChosen={(value) => value === on}
      onChoose={onChoose}
      says={says}
    />
  )
}

function Filters({
  deskId,
  query,
  onChange,
}: {
  deskId: string
  query: AccessQuery
  onChange: (changes: Partial<AccessQuery>) => void
}) {
  return (
    <>
      <Select
        aria-label="Why"
        className="w-44"
        value={query.reason}
        onChange={(event) => onChange({ reason: event.target.value as AccessQuery['reason'] })}
      >
        <option value="">Any reason</option>
        {accessReasons.map((reason) => (
          <option key={reason} value={reason}>
            {reason.startsWith('on') ? 'On' : 'Off'}: {reasonLook(reason).word}
          </option>
        ))}
      </Select>
      <ProductFilter
        deskId={deskId}
        chosen={query.productId}
        onChoose={(productId) => onChange({ productId })}
      />
    </>
  )
}

/** The keys of this screen beside those of every list. */
function useAccessKeys(desk: Desk, active: AccessItem | undefined): void {
  const [, navigate] = useLocation()
  useShortcuts({
    s: () => (active === undefined ? false : navigate(subscriptionsPlace(desk.id, active.subscriptionId))),
    c: () => (active === undefined ? false : void copyText(active.customerId, 'Customer id')),
  })
}

function Waiting() {
  return (
    <ListSkeleton
      label="Loading access"
      rowGrid={rowGrid}
      cells={['h-4 w-10', 'h-3 w-32 max-w-full', 'h-3 w-24 max-w-full']}
    />
  )
}

function Nothing({ past }: { past: boolean }) {
  return (
    <EmptyState
      icon={KeyRound}
      title={past ? 'Nobody had access to anything then' : 'Nobody has access to anything'}
    >
      {past
        ? 'No subscription is known that had begun by then.'
        : 'As soon as a customer subscribes to a product, a row says whether they should have it: on when the invoice is paid or a trial runs, off when the payment fails for longer than the days of grace, or the subscription ends. Your product asks nobody here; this is what it should say.'}
    </EmptyState>
  )
}
