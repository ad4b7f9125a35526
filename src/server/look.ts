import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Context } from '../context.ts'
import type { AssetCategory, Branding, BrandingAsset } from '../domain/branding.ts'
import { settingsInEffect } from '../domain/branding-settings.ts'
import type { Client } from '../domain/client.ts'
import type { ImageFormat } from '../domain/image-format.ts'
import type { Pool } from '../domain/pool.ts'
import { ALL_CLIENTS, logoPath, versionOf } from '../domain/ui-customization.ts'
import { CLASSIC } from '../domain/user-pool-domain.ts'
import { baseStyles, brandingStyles, type Look, type Picture, plainArrangement, toArrangement } from '../pages/look.ts'
import { passkeyScript } from '../pages/passkey-script.ts'

const STATIC = '/_cenote/pages'
const baseSheet = `${STATIC}/${baseStyles.hash}.css`
const script = `${STATIC}/${passkeyScript.hash}.js`

/** Each version of what is served below has an address of its own. */
const KEPT = { 'cache-control': 'public, max-age=31536000, immutable', 'x-content-type-options': 'nosniff' }

const mediaTypes: Readonly<Record<ImageFormat, string>> = {
  ICO: 'image/x-icon',
  JPEG: 'image/jpeg',
  PNG: 'image/png',
  SVG: 'image/svg+xml',
  WEBP: 'image/webp',
}

/** Whether pages at a host are the classic ones: as its domain says, or any of the pool's on the server's own host. */
export const isClassic = async (ctx: Pick<Context, 'store'>, pool: Pool, host: string): Promise<boolean> => {
  const domains = await ctx.store.domains.ofPool(pool.id)
  const own = domains.find(({ domain }) => host === domain || host.startsWith(`${domain}.`)) ?? domains[0]
  return own?.managedLoginVersion === CLASSIC
}

const classicLook = async (ctx: Context, pool: Pool, client: Client): Promise<Look> => {
  const customization =
    (await ctx.store.uiCustomizations.find(pool.id, client.id)) ??
    (await ctx.store.uiCustomizations.find(pool.id, ALL_CLIENTS))
  const sheet =
    customization?.css !== undefined && `/${pool.id}/css/${customization.scope}/${versionOf(customization)}.css`
  return {
    kind: 'classic',
    stylesheets: sheet ? [baseSheet, sheet] : [baseSheet],
    script,
    colorScheme: 'LIGHT',
    images: {},
    arrangement: plainArrangement,
    ...(customization?.image && { logo: logoPath(customization) }),
  }
}

const lookPath = ({ poolId, id, updatedAt }: Branding) => `/${poolId}/look/${id}/${updatedAt}`

const pictures = (branding: Branding, assets: readonly BrandingAsset[]): Look['images'] => {
  const images: Partial<Record<AssetCategory, { light?: string; dark?: string }>> = {}
  for (const [index, { category, colorMode }] of assets.entries()) {
    const address = `${lookPath(branding)}/${index}`
    const picture: { light?: string; dark?: string } = images[category] ?? {}
    if (colorMode !== 'DARK') picture.light ??= address
    if (colorMode !== 'LIGHT') picture.dark ??= address
    images[category] = picture
  }
  return images as Partial<Record<AssetCategory, Picture>> // with what was found
}

const schemes = ['LIGHT', 'DARK', 'DYNAMIC'] as const

const managedLook = async (ctx: Context, pool: Pool, client: Client): Promise<Look> => {
  const branding = await ctx.store.brandings.findByClient(pool.id, client.id)
  const isOwn = branding !== undefined && !branding.usesProvidedValues
  const settings = settingsInEffect(isOwn ? branding.settings : {})
  const { colorSchemeMode } = (settings.categories as { global: { colorSchemeMode: string } }).global // checked when it was stated
  return {
    kind: 'managed',
    stylesheets: isOwn ? [baseSheet, `${lookPath(branding)}/style.css`] : [baseSheet],
    script,
    // Without a branding of its own a client's pages go by what the user's system prefers.
    colorScheme: isOwn ? (schemes.find((scheme) => scheme === colorSchemeMode) ?? 'DYNAMIC') : 'DYNAMIC',
    images: isOwn ? pictures(branding, await ctx.store.brandings.assets(branding)) : {},
    arrangement: isOwn ? toArrangement(settings) : plainArrangement,
  }
}

/** How a client's pages look at a host. */
export const lookOf = async (ctx: Context, pool: Pool, client: Client, host: string): Promise<Look> =>
  (await isClassic(ctx, pool, host)) ? classicLook(ctx, pool, client) : managedLook(ctx, pool, client)

/** The look of pages that belong to no client. */
export const plainLook: Look = {
  kind: 'managed',
  stylesheets: [baseSheet],
  script,
  colorScheme: 'DYNAMIC',
  images: {},
  arrangement: plainArrangement,
}

const missing = (reply: FastifyReply) => reply.code(404).send({ message: 'There is no such file.' })

const css = (reply: FastifyReply, text: string) =>
  reply.headers({ ...KEPT, 'content-type': 'text/css; charset=utf-8' }).send(text)

type Part = { poolId: string; id: string; version: string; part: string }
type Sheet = { poolId: string; scope: string; version: string }

/** The files that pages load: their style, the script of passkeys, and what a client's branding adds. */
export const lookRoutes = (app: FastifyInstance, ctx: Context): void => {
  app.get(baseSheet, (_request, reply) => css(reply, baseStyles.text))
  app.get(script, (_request, reply) =>
    reply.headers({ ...KEPT, 'content-type': 'text/javascript; charset=utf-8' }).send(passkeyScript.text),
  )
  app.get<{ Params: Sheet }>('/:poolId/css/:scope/:version.css', async ({ params }, reply) => {
    const found = await ctx.store.uiCustomizations.find(params.poolId, params.scope)
    const text = found && versionOf(found) === params.version ? found.css : undefined
    return text === undefined ? missing(reply) : css(reply, text)
  })
  app.get<{ Params: Part }>('/:poolId/look/:id/:version/:part', async ({ params }, reply) => {
    const branding = await ctx.store.brandings.find(params.poolId, params.id)
    if (!branding || String(branding.updatedAt) !== params.version) return missing(reply)
    if (params.part === 'style.css') return css(reply, brandingStyles(settingsInEffect(branding.settings)))
    const assets = /^\d{1,3}$/.test(params.part) ? await ctx.store.brandings.assets(branding) : []
    const asset = assets[Number(params.part)]
    if (!asset) return missing(reply)
    return reply
      .headers({
        ...KEPT,
        'content-type': mediaTypes[asset.extension],
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      })
      .send(asset.bytes)
  })
}
