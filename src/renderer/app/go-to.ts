// Every screen of a desk: its word, its sign and its keys, in the order of the rail. Rail, keys, palette and the list of keys all have them from here.
import {
  ChartColumn,
  CornerUpLeft,
  CreditCard,
  HeartPulse,
  KeyRound,
  ListChecks,
  OctagonX,
  Repeat,
  ScrollText,
  Settings,
  ShieldAlert,
  Users,
  Webhook,
  Zap,
  type LucideIcon,
} from 'lucide-react'
import type { Screen } from '../state/places.ts'

export interface ScreenToGoTo {
  screen: Screen
  word: string
  icon: LucideIcon
  keys: string
  /** Its rows come from Stripe, so it says beneath them when they are not complete. */
  list?: true
  /** Its way leads over Settings and the foot of every screen. */
  offRail?: true
}

export const screensToGoTo: readonly ScreenToGoTo[] = [
  { screen: 'overview', word: 'Overview', icon: ChartColumn, keys: 'g o', list: true },
  { screen: 'payments', word: 'Payments', icon: CreditCard, keys: 'g p', list: true },
  { screen: 'refunds', word: 'Refunds', icon: CornerUpLeft, keys: 'g r', list: true },
  { screen: 'failures', word: 'Failed payments', icon: OctagonX, keys: 'g f', list: true },
  { screen: 'disputes', word: 'Disputes', icon: ShieldAlert, keys: 'g i', list: true },
  { screen: 'recovery', word: 'Recovery', icon: HeartPulse, keys: 'g v', list: true },
  { screen: 'runs', word: 'Bulk refunds', icon: ListChecks, keys: 'g b' },
  { screen: 'customers', word: 'Customers', icon: Users, keys: 'g c', list: true },
  { screen: 'subscriptions', word: 'Subscriptions', icon: Repeat, keys: 'g u', list: true },
  { screen: 'access', word: 'Access', icon: KeyRound, keys: 'g x', list: true },
  { screen: 'events', word: 'Events', icon: Zap, keys: 'g e', list: true },
  { screen: 'audit', word: 'Audit', icon: ScrollText, keys: 'g a' },
  { screen: 'listener', word: 'Webhook listener', icon: Webhook, keys: 'g l', offRail: true },
  { screen: 'settings', word: 'Settings', icon: Settings, keys: 'g s' },
]
