#!/bin/sh
echo "This sample installs nothing."
