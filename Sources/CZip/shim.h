// libzip: reading and writing of the zip archives that edXML attachments travel in.
#pragma once
#include <zip.h>
