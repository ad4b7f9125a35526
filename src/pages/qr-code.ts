import { encode } from 'uqr'
import { type Html, html } from './html.ts'

/** Light modules around the code, without which cameras do not find it (ISO/IEC 18004 section 9.1 asks for four). */
const BORDER = 4

/** A QR code as a picture, dark on light whatever the page's colours are. */
export const qrCode = (content: string, label: string): Html => {
  const { data, size } = encode(content.toWellFormed(), { ecc: 'M', border: BORDER })
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join('')
  return html`<svg class="qr" role="img" aria-label="${label}" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="#fff"/><path fill="#000" d="${path}"/></svg>`
}
