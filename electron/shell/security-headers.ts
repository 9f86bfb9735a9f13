// The headers of every answer at app://bursar/, first of them the Content Security Policy.
// Nothing may be loosened here without its reason beside it.

/** Directive to sources. Whatever is not named falls to `default-src 'none'`. */
export const contentSecurityPolicy: Readonly<Record<string, string>> = {
  'default-src': "'none'",
  'script-src': "'self'",
  // One file of styles. React sets single properties through the CSSOM, which needs no inline permission.
  'style-src': "'self'",
  'img-src': "'self'",
  'font-src': "'self'",
  // The page talks to nobody: everything goes through window.bursar.
  'connect-src': "'none'",
  'object-src': "'none'",
  'frame-src': "'none'",
  'worker-src': "'none'",
  'base-uri': "'none'",
  // Forms are handled in the page; a submission that leaves it is an attack.
  'form-action': "'none'",
  'frame-ancestors': "'none'",
  // No string becomes markup or script, and no policy may be made that would allow it.
  'require-trusted-types-for': "'script'",
  'trusted-types': "'none'",
}

const deniedFeatures = [
  'accelerometer',
  'autoplay',
  'bluetooth',
  'camera',
  'clipboard-read',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'usb',
  'window-management',
  'xr-spatial-tracking',
]

export const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': Object.entries(contentSecurityPolicy)
    .map(([directive, sources]) => `${directive} ${sources}`)
    .join('; '),
  // A name that is looked up tells it to whoever answers for it; no directive governs that.
  'X-DNS-Prefetch-Control': 'off',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Permissions-Policy': deniedFeatures.map((feature) => `${feature}=()`).join(', '),
  'Cache-Control': 'no-cache',
}
