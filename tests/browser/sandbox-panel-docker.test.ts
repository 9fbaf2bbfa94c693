import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { engineAddress, engineCall, engineLacks, testImage } from '../docker/engine.ts';
import { startRegistry } from '../docker/registry.ts';
import { type PanelSite, panelSites } from './fixture-panel.ts';
import { findingsInBothSchemes } from './page-checks.ts';

const panelSite = panelSites();
let t: PanelSite;

describe.skipIf(engineLacks)(`the sandbox of a workspace in Docker${engineLacks === null ? '' : ` (skipped: ${engineLacks})`}`, () => {
  beforeEach(async () => {
    t = await panelSite('docker');
    await t.client.plugins.saveSettings({ id: 'docker', settings: { address: engineAddress, image: testImage } });
  });
  afterEach(() => t.stop());

  test('shows container, image, uptime and use', async () => {
    await t.open();
    await t.button('Start now').click();
    await t.state('running');
    await t
      .card('Sandbox')
      .getByText(/MB of 2 GB/)
      .waitFor();
    await t
      .card('Sandbox')
      .getByText(/a container of its own/)
      .first()
      .waitFor();
    await t
      .card('Sandbox')
      .getByText(/^[0-9a-f]{12}$/)
      .waitFor();
    await t.card('Sandbox').getByText('Running for').waitFor();
    expect(await findingsInBothSchemes(t.page)).toEqual([]);
  });

  test('an image on its way shows its bytes, and is not fetched on after it was cancelled', async () => {
    const registry = await startRegistry({ megabytes: 20, pieceMs: 3_000 });
    try {
      await t.client.plugins.saveSettings({ id: 'docker', settings: { address: engineAddress, image: registry.image } });
      await t.open();
      await t.button('Start now').click();
      await t.card('Sandbox').getByText('Fetching the image').waitFor();
      await t
        .card('Sandbox')
        .getByText(/^\d+(\.\d)? [KM]B of \d+(\.\d)? MB/)
        .waitFor();
      await t.card('Sandbox').getByRole('progressbar', { name: 'How far the image is' }).waitFor();
      expect(await findingsInBothSchemes(t.page)).toEqual([]);
      await t.button('Cancel').click();
      await t
        .card('Sandbox')
        .getByRole('alert')
        .getByText(/cancelled/)
        .waitFor();
      await t.button('Try again').waitFor();
      expect((await engineCall(`/images/${registry.image}/json`)).status).toBe(404);
    } finally {
      await registry.close();
    }
  });

  test('an engine that is not there has a sentence and buttons, and trying again is all it takes afterwards', async () => {
    await t.client.plugins.saveSettings({ id: 'docker', settings: { address: `unix://${join(t.home, 'none.sock')}`, image: testImage } });
    await t.open();
    await t.button('Start now').or(t.button('Try again')).first().waitFor();
    await t.card('Sandbox').getByText('Docker is not running.').waitFor();
    await t.button('Use another that works').waitFor();
    expect(await findingsInBothSchemes(t.page)).toEqual([]);
    await t.client.plugins.saveSettings({ id: 'docker', settings: { address: engineAddress, image: testImage } });
    await t.button('Try again').or(t.button('Start now')).first().click();
    await t.state('running');
  });

  test('an address that is none leads to where it is corrected, and automatic takes what works', async () => {
    await t.client.plugins.saveSettings({ id: 'docker', settings: { address: 'over there', image: testImage } });
    await t.open();
    await t.card('Sandbox').getByText('The address that is set for Docker cannot be used.').waitFor();
    await t.button('Use another that works').click();
    await t.state('running');
    await t
      .card('Sandbox')
      .getByText(/commands of this workspace run: own processes/)
      .waitFor();
    await t.button('Open its settings').click();
    await t.page.getByRole('heading', { name: 'Plugins', level: 1 }).waitFor();
  });
});
