import type { AssetCategory } from '../domain/branding.ts'
import { href } from './href.ts'
import { type Html, html } from './html.ts'
import type { Look, Picture } from './look.ts'

/** Commas and spaces would end an address within a set of sources. */
const sourceSet = (address: string) => href(address).replaceAll(',', '%2C').replaceAll(' ', '%20')

/** An image in the colours that pages have; a picture of one colour serves both. */
export const picture = (
  look: Look,
  { light, dark }: Picture,
  { className, alternative = '' }: { className: string; alternative?: string },
): Html | false => {
  const [first, second] = look.colorScheme === 'DARK' ? [dark, light] : [light, dark]
  const shown = first ?? second
  const isBoth = look.colorScheme === 'DYNAMIC' && light !== undefined && dark !== undefined
  return (
    shown !== undefined &&
    html`<picture>${isBoth && html`<source media="(prefers-color-scheme: dark)" srcset="${sourceSet(dark)}">`}<img class="${className}" src="${href(shown)}" alt="${alternative}"></picture>`
  )
}

/** An image of the branding, if it has one there. */
export const brandPicture = (
  look: Look,
  category: AssetCategory,
  how: { className: string; alternative?: string },
): Html | false => {
  const image = look.images[category]
  return image !== undefined && picture(look, image, how)
}
