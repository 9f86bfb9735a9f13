// Which screen stands at which address. Everything behind the first screen is loaded when it is first needed.
import { useEffect } from 'react'
import { Redirect, Route, Switch } from 'wouter'
import { StartScreen } from '../features/start/start-screen.tsx'
import { useHere } from '../state/here.ts'
import { rememberDesk } from '../state/last-desk.ts'
import { screenPlace, startPlace } from '../state/places.ts'
import { ToastRegion } from '../ui/toast.tsx'
import { DeskBoundary } from './desk-boundary.tsx'
import { DeskGate } from './desk-gate.tsx'
import { Frame } from './frame.tsx'
import { Overlays } from './overlays.tsx'
import { PaymentLink } from './payment-link.tsx'
import {
  AccessScreen,
  AuditScreen,
  CustomersScreen,
  DisputesScreen,
  EventsScreen,
  FailuresScreen,
  LettersScreen,
  ListenerScreen,
  NewRunScreen,
  OverviewScreen,
  PaymentsScreen,
  readScreen,
  RecoveryScreen,
  RefundsScreen,
  RunPage,
  RunsScreen,
  SettingsScreen,
  SubscriptionsScreen,
} from './screens.tsx'
import { ScreenAnnouncement } from './screen-announcement.tsx'
import { SwitchAnnouncement } from './switch-announcement.tsx'
import { useSwitchKeys } from './switching.ts'

export function Routes() {
  useEffect(() => {
    // The next screen is almost always Payments: have it ready before the click.
    void readScreen('payments')
  }, [])
  useSwitchKeys()
  const here = useHere((state) => state.deskId)
  return (
    <>
      <Screens />
      <SwitchAnnouncement />
      <ScreenAnnouncement />
      {/* What was said on one desk is not said on the next. */}
      <ToastRegion key={here ?? ''} />
    </>
  )
}

function Screens() {
  return (
    <Switch>
      <Route path="/desks/:deskId/*?">
        {(params) => {
          const deskId = decodeURIComponent(params.deskId)
          return (
            <DeskBoundary key={deskId} deskId={deskId}>
              <DeskRoutes deskId={deskId} />
            </DeskBoundary>
          )
        }}
      </Route>
      <Route path="/payments/:paymentId">{({ paymentId }) => <PaymentLink paymentId={paymentId} />}</Route>
      <Route path={startPlace}>
        <DeskBoundary key="" deskId={null}>
          <StartScreen />
        </DeskBoundary>
      </Route>
      <Route>
        <NoSuchPlace />
      </Route>
    </Switch>
  )
}

/** The desk that is shown stays: to leave it would lock it and withdraw what it holds. */
function NoSuchPlace() {
  const here = useHere((state) => state.deskId)
  return <Redirect to={typeof here === 'string' ? screenPlace(here, 'payments') : startPlace} replace />
}

function DeskRoutes({ deskId }: { deskId: string }) {
  useEffect(() => rememberDesk(deskId), [deskId])
  return (
    <DeskGate deskId={deskId}>
      {(desk) => (
        <Frame desk={desk}>
          <Switch>
            <Route path="/desks/:deskId/overview">
              <OverviewScreen desk={desk} />
            </Route>
            <Route path="/desks/:deskId/recovery">
              <RecoveryScreen desk={desk} />
            </Route>
            <Route path="/desks/:deskId/payments/:paymentId?">
              {({ paymentId }) => <PaymentsScreen desk={desk} paymentId={paymentId ?? null} />}
            </Route>
            <Route path="/desks/:deskId/refunds/:refundId?">
              {({ refundId }) => <RefundsScreen desk={desk} refundId={refundId ?? null} />}
            </Route>
            <Route path="/desks/:deskId/failures/letters/:invoiceId?">
              {({ invoiceId }) => <LettersScreen desk={desk} invoiceId={invoiceId ?? null} />}
            </Route>
            <Route path="/desks/:deskId/failures/:paymentId?">
              {({ paymentId }) => <FailuresScreen desk={desk} paymentId={paymentId ?? null} />}
            </Route>
            <Route path="/desks/:deskId/disputes/:disputeId?">
              {({ disputeId }) => <DisputesScreen desk={desk} disputeId={disputeId ?? null} />}
            </Route>
            <Route path="/desks/:deskId/runs/new">
              <NewRunScreen desk={desk} />
            </Route>
            <Route path="/desks/:deskId/runs/:runId">
              {({ runId }) => <RunPage key={runId} desk={desk} runId={runId} />}
            </Route>
            <Route path="/desks/:deskId/runs">
              <RunsScreen desk={desk} />
            </Route>
            <Route path="/desks/:deskId/customers/:customerId?">
              {({ customerId }) => <CustomersScreen desk={desk} customerId={customerId ?? null} />}
            </Route>
            <Route path="/desks/:deskId/subscriptions/:subscriptionId?">
              {({ subscriptionId }) => (
                <SubscriptionsScreen desk={desk} subscriptionId={subscriptionId ?? null} />
              )}
            </Route>
            <Route path="/desks/:deskId/access/:rowId?">
              {({ rowId }) => <AccessScreen desk={desk} rowId={rowId ?? null} />}
            </Route>
            <Route path="/desks/:deskId/events/:eventId?">
              {({ eventId }) => <EventsScreen desk={desk} eventId={eventId ?? null} />}
            </Route>
            <Route path="/desks/:deskId/audit/:seq?">
              {({ seq }) => <AuditScreen desk={desk} seq={seq ?? null} />}
            </Route>
            <Route path="/desks/:deskId/listener">
              <ListenerScreen desk={desk} />
            </Route>
            <Route path="/desks/:deskId/settings">
              <SettingsScreen desk={desk} />
            </Route>
            <Route>
              <Redirect to={screenPlace(desk.id, 'payments')} replace />
            </Route>
          </Switch>
          <Overlays desk={desk} />
        </Frame>
      )}
    </DeskGate>
  )
}
