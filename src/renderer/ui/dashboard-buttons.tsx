// The way to a thing's page in Stripe's Dashboard: its address to copy, and to open.
import { ExternalLink, Link2 } from 'lucide-react'
import { IconButton } from './button.tsx'
import { copyText } from './copy.ts'
import { openLink } from './links.ts'

/** `withKey`: the screen opens it with the key O too. */
export function DashboardButtons({ url, withKey = true }: { url: string; withKey?: boolean }) {
  return (
    <>
      <IconButton icon={Link2} label="Copy the Dashboard link" onClick={() => void copyText(url, 'Link')} />
      <IconButton
        icon={ExternalLink}
        label="Open in the Stripe Dashboard"
        {...(withKey && { keysShown: 'o' })}
        onClick={() => void openLink(url)}
      />
    </>
  )
}
