// The customers of a desk: the list, and over it the page of one. Everything that says which rows and whose page stands in the
// address.
import { Users } from 'lucide-react'
import type { Desk } from '../../../contract/desks.ts'
import { customerUrl } from '../../../domain/dashboard-url.ts'
import { askCustomers, useCustomers, type CustomerSort } from '../../bridge/customer-queries.ts'
import { chosenPayments } from '../../state/chosen.ts'
import { customersPlace } from '../../state/places.ts'
import { copyText } from '../../ui/copy.ts'
import { ExportButton } from '../../ui/lists/export-button.tsx'
import { Select } from '../../ui/field.tsx'
import { FilterRow } from '../../ui/lists/filter-row.tsx'
import { ColumnName, Grid, GridHeaderRow } from '../../ui/lists/grid.tsx'
import { openLink } from '../../ui/links.ts'
import { useListAddress, useLoadedRows } from '../../ui/lists/list-address.ts'
import { ListBody } from '../../ui/lists/list-body.tsx'
import { NoMatch, NoRows, useHowFarRead } from '../../ui/lists/no-rows.tsx'
import { ListScreen } from '../../ui/lists/list-screen.tsx'
import { ListSkeleton } from '../../ui/lists/list-skeleton.tsx'
import { useListWithInspector } from '../../ui/lists/list-with-inspector.ts'
import { orderChange } from '../../ui/orders/order-change.ts'
import { SearchField } from '../../ui/lists/search-field.tsx'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { EmptyState } from '../../ui/states.tsx'
import { classes } from '../../ui/classes.ts'
import { writeNote } from '../../ui/write-note.ts'
import { fromCounts, fromEmail, fromPhone, rowGrid } from './columns.ts'
import { customerTable } from './customer-csv.ts'
import { CustomerPage } from './customer-page.tsx'
import { formatCustomerQuery, parseCustomerQuery, toFilter, withoutFilters } from './customer-query.ts'
import { CustomerRow } from './customer-row.tsx'

const address = {
  placeOf: customersPlace,
  parse: parseCustomerQuery,
  format: formatCustomerQuery,
  toFilter,
}

export function CustomersScreen({ desk, customerId }: { desk: Desk; customerId: string | null }) {
  const { query, change, open, filter } = useListAddress(address, desk.id, customerId)
  const list = useCustomers(desk.id, filter, query.sort)
  const { rows, total, said } = useLoadedRows(list, 'customer', 'customers')
  // On the page the bar of what was chosen offers the same key: what is chosen goes first, then the page.
  useShortcuts({
    escape: () =>
      customerId === null || chosenPayments.use.getState().chosen.size === 0
        ? false
        : chosenPayments.forget(),
  })
  const { activeId, gridProps, search, leaveSearch, close, covered } = useListWithInspector({
    openId: customerId,
    rows,
    whole: true,
    open,
    list,
  })
  useCustomerKeys(desk, activeId)
  const narrowed = query.text.trim() !== ''
  const read = useHowFarRead(desk.id)
  return (
    <ListScreen
      name="Customers"
      beside={
        <ExportButton
          ready={rows.length > 0}
          table={(now) => customerTable(desk, query, now)}
          askPage={(after) => askCustomers(desk.id, filter, query.sort, after)}
        />
      }
      covered={covered}
      said={said(narrowed)}
      inspector={
        customerId !== null && (
          <CustomerPage
            key={customerId}
            desk={desk}
            customerId={customerId}
            row={rows.find(({ id }) => id === customerId)}
            onClose={close}
          />
        )
      }
    >
      <FilterRow label="Customers" onClear={null}>
        <SearchField
          label="Search customers"
          placeholder="Name, e-mail, phone, id"
          text={query.text}
          inputRef={search}
          onText={(text) => change({ text })}
          onLeave={leaveSearch}
        />
        <Select
          aria-label="Order"
          value={query.sort}
          onChange={(event) => change({ sort: event.target.value as CustomerSort })}
        >
          <option value="created_desc">Newest first</option>
          <option value="name_asc">By name</option>
        </Select>
      </FilterRow>
      <ListBody
        name="Customers"
        list={list}
        count={rows.length}
        waiting={<Waiting />}
        none={
          narrowed ? (
            <NoMatch noun="customer" read={read} onClear={() => change(withoutFilters(query))} />
          ) : (
            <NoRows noun="customers" read={read} waiting={<Waiting />}>
              <NoCustomers />
            </NoRows>
          )
        }
      >
        <Grid
          {...gridProps}
          label="Customers"
          attribute="data-customer"
          columnCount={6}
          rows={rows}
          total={total}
          listName={formatCustomerQuery(query)}
          header={<Header />}
          rowView={CustomerRow}
        />
      </ListBody>
    </ListScreen>
  )
}

/** The keys of this screen beside those of every list; they act on the page that is open, or on the marked row. */
function useCustomerKeys(desk: Desk, activeId: string | null): void {
  const withActive = (act: (id: string) => void) => (): void | false =>
    activeId === null ? false : act(activeId)
  useShortcuts({
    c: withActive((id) => void copyText(id, 'Customer id')),
    o: withActive((id) => void openLink(customerUrl(desk.accountId, desk.mode, id))),
    n: withActive((customerId) => writeNote(desk, customerId)),
    m: withActive((customerId) => orderChange(desk, { form: 'setup_session', customerId })),
    p: withActive((customerId) => orderChange(desk, { form: 'payment_session', customerId })),
  })
}

function Header() {
  return (
    <GridHeaderRow className={rowGrid}>
      <ColumnName column={1} word="Customer" />
      <ColumnName column={2} word="E-mail" className={fromEmail} />
      <ColumnName column={3} word="Phone" className={fromPhone} />
      <ColumnName column={4} word="Payments" className={classes(fromCounts, 'text-right')} />
      <ColumnName column={5} word="Subscriptions" className={classes(fromCounts, 'text-right')} />
      <ColumnName column={6} word="Created" className="text-right" />
    </GridHeaderRow>
  )
}

function Waiting() {
  return (
    <ListSkeleton
      label="Loading customers"
      rowGrid={rowGrid}
      cells={['h-3 w-40 max-w-full', 'ml-auto h-3 w-14']}
    />
  )
}

function NoCustomers() {
  return (
    <EmptyState icon={Users} title="No customers yet">
      A customer appears here as soon as Stripe has one: from Checkout, an invoice, a subscription, or your
      own integration. Payments of guests are under Payments.
    </EmptyState>
  )
}
